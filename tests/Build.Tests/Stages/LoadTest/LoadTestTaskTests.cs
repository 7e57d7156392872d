using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Stages.LoadTest;
using Gauntlet.Build.Tests.Pipeline;
using Gauntlet.Checks;
using Gauntlet.Experiments;
using Gauntlet.Metrics.Model;

namespace Gauntlet.Build.Tests.Stages.LoadTest;

[TestFixture]
public sealed class LoadTestTaskTests
{
    private static readonly MetricsDocument Good = Figures.Good();

    /// <summary>A signal that comes after the load: what the cluster and its containers did under it is not known.</summary>
    [Test]
    public void Judge_InterruptedAfterTheLoad_HandsTheFiguresOverAndDoesNotPass()
    {
        var result = Judge([], cancellation: new CancellationToken(canceled: true));

        Assert.That(result.Outcome, Is.EqualTo(StageOutcome.Infrastructure));
        Assert.That(result.Result!.Requests, Is.EqualTo(Good.Overall.Requests));
    }

    [Test]
    public void Judge_ContainerThatEndedUnderLoad_FailsBesideThresholdsThatHold()
    {
        var result = Judge([new Observation(Bearing.Fault, "container echo ended")]);

        Assert.That(result.Outcome, Is.EqualTo(StageOutcome.Fail));
        Assert.That(result.Problem!.Reason, Is.EqualTo("container echo ended"));
        Assert.That(result.Problem.Faults, Has.Count.EqualTo(2));
    }

    [Test]
    public void Judge_SeveralBrokenThresholds_AreAllNamedWithValueAndLimit()
    {
        var thresholds = new[] { "p(95) < 0.001ms", "errors.rate < 50%", "p(50) < 0.002ms" }.Select(expression => Thresholds.Parse(expression)).ToList();

        var result = LoadTestTask.Judge(Good, Thresholds.Evaluate(Good, thresholds), [], default);

        Assert.That(result.Problem!.Reason.Split("; "), Has.Length.EqualTo(2).And.Some.Match(@"^p\(95\) < 0\.001ms: breached: .* ms against a limit of 0\.001")
            .And.Some.Match(@"^p\(50\) < 0\.002ms: breached: .* ms against a limit of 0\.002"));
        Assert.That(result.Summary, Does.Contain("; 1 more broken ("));
    }

    [Test]
    public void Judge_ThresholdBreachedOnALostCluster_IsNotTheChangesFault()
    {
        var result = Judge([new Observation(Bearing.Excuse, "the cluster lost worker2")], thresholds: "p(95) < 0.001ms");

        Assert.That(result.Outcome, Is.EqualTo(StageOutcome.Infrastructure));
        Assert.That(result.Problem!.Reason, Does.StartWith("the cluster lost worker2; p(95) < 0.001ms: breached"));
        Assert.That(result.Problem.Faults, Is.Null, "one annotation, by the reason, not one per threshold");
    }

    [Test]
    public void Compare_HistoryThatCannotBeWritten_KeepsTheResultAndWarns()
    {
        var (folder, result) = (Directory.CreateTempSubdirectory("gauntlet-history-"), Result());
        using var bench = new StageBench("--target=LoadTest", "--history=" + folder.FullName);

        Assert.That(LoadTestTask.Compare(bench.Context, null, Figures.Good(), result), Is.SameAs(result));
        Assert.That(bench.Lines, Has.Some.StartsWith("warning: The history could not be kept: "));
        folder.Delete();
    }

    [TestCase(true, ExpectedResult = false)]
    [TestCase(false, ExpectedResult = true)]
    public bool Compare_Run_IsKeptOnlyWhenItCameToItsEnd(bool interrupted)
    {
        var folder = Directory.CreateTempSubdirectory("gauntlet-history-");
        var history = Path.Combine(folder.FullName, "history.ndjson");
        using var bench = new StageBench("--target=LoadTest", "--history=" + history);

        LoadTestTask.Compare(bench.Context, null, Figures.Good(interrupted), Result());

        var kept = File.Exists(history);
        folder.Delete(recursive: true);
        return kept;
    }

    [Test]
    public void Compare_RunsOfOneLoad_SaysWithWhichOrThatThereIsNone()
    {
        var folder = Directory.CreateTempSubdirectory("gauntlet-history-");
        using var bench = new StageBench("--target=LoadTest", "--history=" + Path.Combine(folder.FullName, "history.ndjson"));

        LoadTestTask.Compare(bench.Context, null, Good with { Header = Good.Header with { RunId = "one", Commit = "0123456789abcdef" } }, Result());
        LoadTestTask.Compare(bench.Context, null, Good with { Header = Good.Header with { RunId = "two" } }, Result());

        folder.Delete(recursive: true);
        Assert.That(bench.Lines, Has.One.Contains("history: no earlier run in ").And.Some.Contains("history: compared with 0123456789ab in the report"));
    }

    private static StageResult<LoadResult> Judge(
        IReadOnlyList<Observation> observations, string thresholds = "p(95) < 250ms", CancellationToken cancellation = default) =>
        LoadTestTask.Judge(Good, Thresholds.Evaluate(Good, [Thresholds.Parse(thresholds)]), observations, cancellation);

    private static StageResult<LoadResult> Result() => StageResult.Pass("done", new LoadResult(1, "epoll", 1, 1, 1, 1, 1, 1, []));
}
