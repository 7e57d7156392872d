using Gauntlet.Build.Cli;
using Gauntlet.Build.Hosting;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Tests.Pipeline;
using Gauntlet.HostBench;
using Microsoft.Extensions.Time.Testing;

namespace Gauntlet.Build.Tests.Hosting;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RunControlTests
{
    private readonly TestSignals _signals = new();
    private readonly FakeTimeProvider _time = new(States.Noon);

    [Test]
    public void Listen_FirstSignal_EndsTheWorkAndNotTheEvidence()
    {
        using var control = Control("--target=Full");
        control.Listen();

        _signals.Send("SIGTERM");

        Assert.That((control.Work.IsCancellationRequested, control.Evidence.IsCancellationRequested), Is.EqualTo((true, false)));
        Assert.That((control.Interrupted, control.InterruptedBy), Is.EqualTo((true, "interrupted by SIGTERM")));
    }

    [Test]
    public void Listen_SecondSignal_EndsTheEvidenceTooAndKeepsTheFirstName()
    {
        using var control = Control("--target=Full");
        control.Listen();

        _signals.Send("SIGINT");
        _signals.Send("SIGTERM");

        Assert.That(control.Evidence.IsCancellationRequested, Is.True);
        Assert.That(control.Signal, Is.EqualTo("SIGINT"));
    }

    [Test]
    public void Listen_UntilItIsDisposed_ThenSignalsAreTheProcesssAgain()
    {
        var control = Control("--target=Full");
        control.Listen();
        control.Listen();
        Assert.That(_signals.Listeners, Is.EqualTo(1), "asked twice, it listens once");

        control.Dispose();

        Assert.That(_signals.Listeners, Is.Zero);
    }

    [Test]
    public void Work_RunPastItsDeadline_Ends()
    {
        using var control = Control("--target=Full", "--run-timeout=10s");
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.That(control.Interrupted, Is.False);

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.That((control.Interrupted, control.InterruptedBy), Is.EqualTo((true, "the run took longer than --run-timeout 10s")));
    }

    [Test]
    public void Work_DryRun_HasNoDeadline()
    {
        using var control = Control("--dryrun", "--run-timeout=10s");

        _time.Advance(TimeSpan.FromHours(1));

        Assert.That((control.IsDryRun, control.Interrupted), Is.EqualTo((true, false)));
    }

    [TestCase("--target=Full", true, true)]
    [TestCase("--target=Default", true, true)]
    [TestCase("--target=Verdict", false, true)]
    [TestCase("--target=LoadTest", false, false)]
    public void JudgesTheRun_Target_IsThatOfAWholeRunOrOfTheVerdict(string target, bool isFull, bool judges)
    {
        using var control = Control(target);

        Assert.That((control.IsFull, control.JudgesTheRun), Is.EqualTo((isFull, judges)));
    }

    private RunControl Control(params string[] arguments)
    {
        var line = CommandLine.Parse(arguments, _ => null, StageCatalog.Host.Targets);
        return new RunControl(line, new OptionValues(line, inContinuousIntegration: false), _signals, _time);
    }
}
