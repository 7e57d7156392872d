using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Frosting;
using Microsoft.Extensions.DependencyInjection;

namespace Gauntlet.Compat.Tests.Frosting;

internal sealed class LifetimeTests
{
    private HostBench _bench = null!;

    [SetUp]
    public void SetUp() => _bench = new HostBench();

    [TearDown]
    public void TearDown() => _bench.Dispose();

    [Test]
    public void Run_AllLifetimes_FrameTheTasksInOrder()
    {
        var exitCode = _bench.Tasks(typeof(SecondSample), typeof(FirstSample)).With(UseBoth).Run("--target=Second");

        Assert.That(exitCode, Is.Zero);
        Assert.That(
            _bench.Journal.Lines,
            Is.EqualTo((string[])["Setup Second", "+First", "First", "-First skipped=False", "+Second", "Second", "-Second skipped=False", "Teardown True"]));
    }

    [Test]
    public void Run_Diagnostic_TellsOfEachTaskAndLifetimeThatIsRegistered()
    {
        _bench.Tasks(typeof(SecondSample), typeof(FirstSample)).With(UseBoth).Run("--target=Second", "--verbosity=diagnostic");

        Assert.That(_bench.Log.Lines.Where(line => line.StartsWith("Debug: Registering", StringComparison.Ordinal)), Is.EqualTo((string[])
        [
            "Debug: Registering task: Second",
            "Debug: Registering task: First",
            "Debug: Registering setup: JournalLifetime",
            "Debug: Registering teardown: JournalLifetime",
            "Debug: Registering task setup: JournalTaskLifetime",
            "Debug: Registering task setup: JournalTaskLifetime", // of the teardown: the package's own words
        ]));
    }

    [Test]
    public void Run_SkippedTask_HasTaskLifetimesToo()
    {
        _bench.Tasks(typeof(SkippedSample), typeof(AfterSkippedSample)).With(UseBoth).Run("--target=AfterSkipped");

        Assert.That(_bench.Journal.Lines, Has.Some.EqualTo("+Skipped").And.Some.EqualTo("-Skipped skipped=True"));
    }

    [Test]
    public void Run_TaskFails_TearsDownAfterFinally()
    {
        var exitCode = _bench.Tasks(typeof(FailingSample)).With(UseBoth).Run("--target=Failing");

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(_bench.Journal.Lines, Is.EqualTo((string[])["Setup Failing", "+Failing", "Finally", "-Failing skipped=False", "Teardown False"]));
    }

    [Test]
    public void Run_SetupThrows_TearsDownAndRunsNoTask()
    {
        var exitCode = _bench.Tasks(typeof(DefaultSample)).With(host => host.UseLifetime<BrokenLifetime>()).Run();

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(_bench.Journal.Lines, Is.EqualTo((string[])["Teardown False"]));
        Assert.That(_bench.Log.Lines, Has.Some.Contains("no setup today"));
    }

    [Test]
    public void Run_DryRun_SetsUpEvaluatesCriteriaAndTearsDownButRunsNothing()
    {
        var exitCode = _bench.Tasks(typeof(SecondSample), typeof(FirstSample), typeof(SkippedSample)).With(UseBoth).Run("--target=Second", "--dryrun");

        Assert.That(exitCode, Is.Zero);
        Assert.That(_bench.Journal.Lines, Is.EqualTo((string[])["Setup Second", "Teardown True"]));
        Assert.That(
            _bench.Log.Lines,
            Is.SupersetOf((string[])
                ["Information: Performing dry run...", "Information: 1. First", "Information: 2. Second", "Information: This was a dry run."]));
        Assert.That(_bench.Log.Lines, Has.Some.Matches("^Information: Targets? (is|are): Second$"));
    }

    [Test]
    public void Run_DryRunOfASkippedDependency_EvaluatesItsCriteria()
    {
        _bench.Tasks(typeof(SkippedSample), typeof(AfterSkippedSample)).With(UseBoth).Run("--target=AfterSkipped", "--dryrun");

        Assert.That(_bench.Journal.Lines, Is.EqualTo((string[])["Setup AfterSkipped", "ShouldRun", "Teardown True"]));
    }

    [TestCase("--tree")]
    [TestCase("--description")]
    public void Run_Listing_RunsNoLifetimeAndNoTask(string mode)
    {
        Assert.That(_bench.Tasks(typeof(DefaultSample), typeof(FirstSample)).With(UseBoth).Run(mode), Is.Zero);
        Assert.That(_bench.Journal.Lines, Is.Empty);
        Assert.That(_bench.Screen, Does.Contain("First"));
    }

    [Test]
    public void Run_Description_ShowsTheAttributesText()
    {
        _bench.Tasks(typeof(DefaultSample), typeof(FirstSample)).Run("--description");

        Assert.That(_bench.Screen, Does.Contain("Goes first"));
    }

    [Test]
    public void Run_VerbosityOfTheCommandLine_IsSetBeforeContextAndTasksAreBuilt()
    {
        _bench.Tasks(typeof(VerbositySample)).Run("--target=Verbosity", "--verbosity=diagnostic");

        Assert.That(_bench.Journal.Lines, Is.EqualTo((string[])["built at Diagnostic"]));
    }

    [Test]
    public void Run_Lifetimes_SetUpAndTearDownWithOneInstanceEach()
    {
        _bench.Tasks(typeof(DefaultSample)).With(host => host.UseLifetime<CountingLifetime>().UseTaskLifetime<CountingTaskLifetime>()).Run();

        Assert.That(_bench.Journal.Lines, Is.EqualTo((string[])["Setup 1", "+1", "Default", "-1", "Teardown 1"]));
    }

    // Whoever holds something gives it back in a teardown.
    [Test]
    public void Run_DisposableService_IsNeverDisposed()
    {
        _bench.Tasks(typeof(HoldingSample)).With(host => host.ConfigureServices(services => services.AddSingleton<Held>())).Run("--target=Holding");

        Assert.That(_bench.Journal.Lines, Is.EqualTo((string[])["Holding"]));
    }

    private static void UseBoth(CakeHost host) => host.UseLifetime<JournalLifetime>().UseTaskLifetime<JournalTaskLifetime>();

#pragma warning disable CA1812 // Avoid uninstantiated internal classes: dependency injection makes them.

    private sealed class JournalLifetime(Journal journal) : FrostingLifetime
    {
        public override void Setup(ICakeContext context, ISetupContext info) => journal.Add($"Setup {info.TargetTask.Name}");

        public override void Teardown(ICakeContext context, ITeardownContext info) => journal.Add($"Teardown {info.Successful}");
    }

    private sealed class CountingLifetime(Journal journal) : FrostingLifetime
    {
        private int _setups;

        public override void Setup(ICakeContext context, ISetupContext info) => journal.Add($"Setup {++_setups}");

        public override void Teardown(ICakeContext context, ITeardownContext info) => journal.Add($"Teardown {_setups}");
    }

    private sealed class CountingTaskLifetime(Journal journal) : FrostingTaskLifetime
    {
        private int _setups;

        public override void Setup(ICakeContext context, ITaskSetupContext info) => journal.Add($"+{++_setups}");

        public override void Teardown(ICakeContext context, ITaskTeardownContext info) => journal.Add($"-{_setups}");
    }

    private sealed class Held(Journal journal) : IDisposable
    {
        public void Dispose() => journal.Add("disposed");
    }

    [TaskName("Holding")]
    private sealed class HoldingSample(Journal journal, Held held) : FrostingTask
    {
        public override void Run(ICakeContext context) => journal.Add(held is null ? "" : "Holding");
    }

    private sealed class BrokenLifetime(Journal journal) : FrostingLifetime
    {
        public override void Setup(ICakeContext context, ISetupContext info) => throw new InvalidOperationException("no setup today");

        public override void Teardown(ICakeContext context, ITeardownContext info) => journal.Add($"Teardown {info.Successful}");
    }

    private sealed class JournalTaskLifetime(Journal journal) : FrostingTaskLifetime
    {
        public override void Setup(ICakeContext context, ITaskSetupContext info) => journal.Add("+" + info.Task.Name);

        public override void Teardown(ICakeContext context, ITaskTeardownContext info) => journal.Add($"-{info.Task.Name} skipped={info.Skipped}");
    }

    [TaskName("Verbosity")]
    private sealed class VerbositySample : FrostingTask
    {
        public VerbositySample(Journal journal, ICakeLog log) => journal.Add($"built at {log.Verbosity}");
    }
}
