using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Stages.Test;

namespace Gauntlet.Build.Tests.Pipeline;

/// <summary>What the stage runner makes of how a stage ends, and of which stages still run then.</summary>
[TestFixture]
[CancelAfter(30_000)]
public sealed class StageOutcomeTests
{
    private static readonly StageOutcome[] NotPassed = [StageOutcome.Fail, StageOutcome.Usage, StageOutcome.Infrastructure, StageOutcome.Inconclusive];

    [Test]
    public async Task RunAsync_AfterAFoundation_RunsByRole(
        [Values(StageOutcome.Pass, StageOutcome.Skipped, StageOutcome.Fail, StageOutcome.Usage, StageOutcome.Infrastructure, StageOutcome.Inconclusive)]
        StageOutcome outcome,
        [Values] StageRole role)
    {
        using var bench = new StageBench("--target=Full");
        var stage = new StubStage(bench, "LoadTest", role);

        await new StubStage(bench, "CreateCluster", StageRole.Foundation) { Work = Ends(outcome) }.RunAsync();
        await stage.RunAsync();

        var isCutOff = NotPassed.Contains(outcome) && (role is StageRole.Work or StageRole.Foundation);
        Assert.That((stage.Slot!.Outcome, stage.Slot.Summary), Is.EqualTo(
            isCutOff ? (StageOutcome.Skipped, "not run: CreateCluster did not pass") : (StageOutcome.Pass, "done")));
    }

    [TestCase(StageRole.Work)]
    [TestCase(StageRole.Independent)]
    [TestCase(StageRole.Aftermath)]
    [TestCase(StageRole.Cleanup)]
    public async Task RunAsync_AfterAFailureThatIsNoFoundation_RunsOn(StageRole role)
    {
        using var bench = new StageBench("--target=Full");
        var next = new StubStage(bench, "LoadTest");

        await new StubStage(bench, "Test", role) { Work = Ends(StageOutcome.Fail) }.RunAsync();
        await next.RunAsync();

        Assert.That(next.Slot!.Outcome, Is.EqualTo(StageOutcome.Pass));
    }

    [Test]
    public async Task RunAsync_FoundationOfATargetOfItsOwn_CutsNothingOff()
    {
        using var bench = new StageBench("--target=Deploy");
        var next = new StubStage(bench, "LoadTest");

        await new StubStage(bench, "Deploy", StageRole.Foundation) { Work = Ends(StageOutcome.Fail) }.RunAsync();
        await next.RunAsync();

        Assert.That(next.Slot!.Outcome, Is.EqualTo(StageOutcome.Pass));
    }

    [Test]
    public async Task RunAsync_StageThatThrows_EndsInItsSlotWithReasonAndRemedy()
    {
        using var bench = new StageBench("--target=Deploy");
        var known = new StubStage(bench, "Deploy") { Work = _ => throw new StageException(StageOutcome.Usage, "no image", "name one") };
        var unknown = new StubStage(bench, "LoadTest") { Work = _ => throw new ArithmeticException("minus one apples") };

        await known.RunAsync();
        await unknown.RunAsync();

        Assert.That((known.Slot!.Outcome, known.Slot.Problem!.Reason, known.Slot.Problem.Remedy), Is.EqualTo((StageOutcome.Usage, "no image", "name one")));
        Assert.That((unknown.Slot!.Outcome, unknown.Slot.Problem!.Reason),
            Is.EqualTo((StageOutcome.Infrastructure, "Unexpected ArithmeticException: minus one apples")));
        Assert.That(bench.Runner.Outcomes, Is.EqualTo(new[] { StageOutcome.Usage, StageOutcome.Infrastructure }));
    }

    [TestCase("--skip=Deploy", StageOutcome.Skipped, "left out by --skip=Deploy", false)]
    [TestCase("--require=Deploy", StageOutcome.Inconclusive, "required, but skipped: nothing to do", true)]
    public async Task RunAsync_StageThatSkips_SaysWhy(string option, StageOutcome outcome, string summary, bool began)
    {
        using var bench = new StageBench("--target=Deploy", option);
        var stage = new StubStage(bench, "Deploy") { Work = Ends(StageOutcome.Skipped) };

        await stage.RunAsync();

        Assert.That((stage.Slot!.Outcome, stage.Slot.Summary), Is.EqualTo((outcome, summary)));
        Assert.That(bench.Runner.HasBegun("Deploy"), Is.EqualTo(began));
    }

    /// <summary>It is told to end, has two seconds for what it has to hand over, and is left behind then.</summary>
    [Test]
    public async Task RunAsync_StageThatIgnoresItsDeadline_IsAbandonedWithWhatItSaidLast(CancellationToken cancellation)
    {
        using var bench = new StageBench("--target=Deploy", "--stage-timeout=5s");
        var (working, told) = (new TaskCompletionSource(), new TaskCompletionSource());
        var stage = new StubStage(bench, "Deploy")
        {
            Work = async stop =>
            {
                bench.Log.Progress("waiting for a tool");
                stop.Register(told.SetResult);
                working.SetResult();
                return await new TaskCompletionSource<StageResult<TestResult>>().Task;
            },
        };

        var run = stage.RunAsync();
        await working.Task.WaitAsync(cancellation);
        bench.Time.Advance(TimeSpan.FromSeconds(5));
        await told.Task.WaitAsync(cancellation);
        Assert.That(run.IsCompleted, Is.False, "it may still hand something over");
        bench.Time.Advance(TimeSpan.FromSeconds(2));
        await run.WaitAsync(cancellation);

        Assert.That((stage.Slot!.Outcome, stage.Slot.Summary),
            Is.EqualTo((StageOutcome.Infrastructure, "took longer than its deadline of 5s; it was at: waiting for a tool")));
    }

    [Test]
    public async Task RunAsync_StageThatHandsOverAtItsDeadline_KeepsItsResult()
    {
        using var bench = new StageBench("--target=Deploy", "--stage-timeout=5s");
        var stage = new StubStage(bench, "Deploy")
        {
            Work = _ =>
            {
                bench.Time.Advance(TimeSpan.FromSeconds(5));
                return Task.FromResult(StageResult.NotPassed(StageOutcome.Fail, "half of it", new TestResult(7, 0, 0, []), new StageProblem("half of it")));
            },
        };

        await stage.RunAsync();

        Assert.That((stage.Slot!.Outcome, stage.Slot.Result!.Passed), Is.EqualTo((StageOutcome.Infrastructure, 7)));
    }

    [Test]
    public async Task RunAsync_StateThatCannotBeWritten_IsInfrastructureAndSaidOnce()
    {
        using var bench = new StageBench("--target=Full");
        await File.WriteAllTextAsync(bench.Context.Paths.Artifacts, "a file where the folder should be");
        StubStage scan = new(bench, "ScanSecurity", StageRole.Independent), delete = new(bench, "DeleteCluster", StageRole.Cleanup);

        await scan.RunAsync();
        await delete.RunAsync();

        Assert.That(bench.Runner.Outcomes, Does.Contain(StageOutcome.Infrastructure));
        Assert.That(bench.Lines.Where(line => line.Contains("The state could not be written", StringComparison.Ordinal)).ToList(), Has.Count.EqualTo(1));
        Assert.That((scan.Slot!.Outcome, delete.Slot!.Outcome), Is.EqualTo((StageOutcome.Pass, StageOutcome.Pass)), "their work was done all the same");
    }

    private static Func<CancellationToken, Task<StageResult<TestResult>>> Ends(StageOutcome outcome) => _ => Task.FromResult(outcome switch
    {
        StageOutcome.Pass => StubStage.Passed,
        StageOutcome.Skipped => StageResult.Skip<TestResult>("nothing to do"),
        _ => StageResult.NotPassed<TestResult>(outcome, "it broke", null, new StageProblem("it broke")),
    });
}
