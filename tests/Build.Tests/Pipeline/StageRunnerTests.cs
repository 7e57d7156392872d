using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Stages.Test;

namespace Gauntlet.Build.Tests.Pipeline;

[TestFixture]
[CancelAfter(30_000)]
public sealed class StageRunnerTests
{
    private const string TooLong = "the run took longer than --run-timeout 1s";

    [Test]
    public async Task RunAsync_FullRunEndedBetweenStages_ReportsItOnceAndPassesNothing()
    {
        using var bench = new StageBench("--target=Full", "--run-timeout=1s", "--skip=Test");
        StubStage validate = new(bench, "Validate", StageRole.Foundation), test = new(bench, "Test");
        StubStage create = new(bench, "CreateCluster", StageRole.Foundation), load = new(bench, "LoadTest");

        await validate.RunAsync();
        bench.Time.Advance(TimeSpan.FromSeconds(2));
        await test.RunAsync();
        await create.RunAsync();
        await load.RunAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(validate.Slot!.Outcome, Is.EqualTo(StageOutcome.Pass));
            Assert.That(test.Slot!.Summary, Is.EqualTo("left out by --skip=Test"), "that was asked for");
            Assert.That((create.Slot!.Outcome, create.Slot.Summary), Is.EqualTo((StageOutcome.Infrastructure, "not run: " + TooLong)));
            Assert.That((load.Slot!.Outcome, load.Slot.Summary), Is.EqualTo((StageOutcome.Skipped, "not run: " + TooLong)));
        }
    }

    [Test]
    public async Task RunAsync_FullRunEndedWhileAStagePasses_ReportsItAtTheNext()
    {
        using var bench = new StageBench("--target=Full", "--run-timeout=1s");
        StubStage test = new(bench, "Test") { Work = _ => PassTooLate(bench) }, load = new(bench, "LoadTest");

        await test.RunAsync();
        await load.RunAsync();

        Assert.That(test.Slot!.Outcome, Is.EqualTo(StageOutcome.Pass), "it had done its work");
        Assert.That(load.Slot!.Outcome, Is.EqualTo(StageOutcome.Infrastructure));
    }

    /// <summary>What a stage has written down is there for whoever comes after it, however it ended.</summary>
    [Test]
    public async Task Record_StageThatIsInterruptedAfterwards_KeepsWhatItWroteDown()
    {
        using var bench = new StageBench("--target=Full", "--run-timeout=1s");
        var recorded = new TestResult(7, 0, 0, []);
        StubStage? test = null;
        PipelineState? written = null;
        test = new StubStage(bench, "Test")
        {
            Work = _ =>
            {
                StageRunner.Record(test!, bench.Context, recorded);
                written = StateStore.Load(bench.Context.Paths.StateFile);
                return Task.FromException<StageResult<TestResult>>(Interrupt(bench));
            },
        };

        await test.RunAsync();
        StageRunner.Record(test, bench.Context, new TestResult(8, 0, 0, []));

        Assert.That(written!.Of<TestResult>()!.Outcome, Is.EqualTo(StageOutcome.Running));
        Assert.That(written.Of<TestResult>()!.Result!.Passed, Is.EqualTo(7), "it is in the file while the stage runs");
        Assert.That((test.Slot!.Outcome, test.Slot.Result!.Passed), Is.EqualTo((StageOutcome.Infrastructure, 7)), "nothing is written down once it has ended");
    }

    [Test]
    public async Task RunAsync_StageThatWasInterrupted_IsTheOnlyOneThatReportsIt()
    {
        using var bench = new StageBench("--target=Full", "--run-timeout=1s");
        StubStage test = new(bench, "Test") { Work = _ => Task.FromException<StageResult<TestResult>>(Interrupt(bench)) }, load = new(bench, "LoadTest");

        await test.RunAsync();
        await load.RunAsync();

        Assert.That((test.Slot!.Outcome, test.Slot.Summary), Is.EqualTo((StageOutcome.Infrastructure, TooLong)));
        Assert.That(load.Slot!.Outcome, Is.EqualTo(StageOutcome.Skipped));
    }

    [TestCase(StageRole.Independent, StageOutcome.Infrastructure)]
    [TestCase(StageRole.Aftermath, StageOutcome.Pass)]
    public async Task RunAsync_FullRunInterruptedUnderAStage_EndsAllButEvidence(StageRole role, StageOutcome outcome)
    {
        using var bench = new StageBench("--target=Full", "--run-timeout=1s");
        var stage = new StubStage(bench, "ScanSecurity", role)
        {
            Work = cancellation =>
            {
                Interrupt(bench);
                cancellation.ThrowIfCancellationRequested();
                return Task.FromResult(StubStage.Passed);
            },
        };

        await stage.RunAsync();

        Assert.That(stage.Slot!.Outcome, Is.EqualTo(outcome));
    }

    private static Task<StageResult<TestResult>> PassTooLate(StageBench bench)
    {
        Interrupt(bench);
        return Task.FromResult(StubStage.Passed);
    }

    private static OperationCanceledException Interrupt(StageBench bench)
    {
        bench.Time.Advance(TimeSpan.FromSeconds(2));
        return new OperationCanceledException();
    }
}
