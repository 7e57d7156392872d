using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Stages.LoadTest;
using Gauntlet.Build.Tests.Pipeline;
using Gauntlet.Checks;

namespace Gauntlet.Build.Tests.Stages.LoadTest;

[TestFixture]
public sealed class LoadTestTaskTests
{
    /// <summary>A signal that comes after the load: what the cluster and its containers did under it is not known.</summary>
    [Test]
    public async Task JudgeAsync_InterruptedAfterTheLoad_HandsTheFiguresOverAndDoesNotPass()
    {
        var document = Figures.Good();
        var thresholds = Thresholds.Evaluate(document, Thresholds.Defaults);
        Assume.That(LoadVerdict.Judge(document, thresholds).Outcome, Is.EqualTo(CheckOutcome.Pass));

        var result = await LoadTestTask.JudgeAsync(null!, null!, null!, document, thresholds, 1, new CancellationToken(canceled: true));

        Assert.That(result.Outcome, Is.EqualTo(StageOutcome.Infrastructure));
        Assert.That(result.Result!.Requests, Is.EqualTo(document.Overall.Requests));
    }

    [Test]
    public void Compare_HistoryThatCannotBeWritten_KeepsTheResultAndWarns()
    {
        var (folder, result) = (Directory.CreateTempSubdirectory("gauntlet-history-"), Result());
        using var bench = new StageBench("--target=LoadTest", "--history=" + folder.FullName);

        Assert.That(LoadTestTask.Compare(bench.Context, Figures.Good(), result), Is.SameAs(result));
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

        LoadTestTask.Compare(bench.Context, Figures.Good(interrupted), Result());

        var kept = File.Exists(history);
        folder.Delete(recursive: true);
        return kept;
    }

    private static StageResult<LoadResult> Result() => StageResult.Pass("done", new LoadResult(1, "epoll", 1, 1, 1, 1, 1, 1, []));
}
