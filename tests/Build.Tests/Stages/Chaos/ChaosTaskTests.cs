using Gauntlet.Build.Stages.Chaos;
using Gauntlet.Experiments.Chaos;
using Gauntlet.Metrics.Model;

namespace Gauntlet.Build.Tests.Stages.Chaos;

[TestFixture]
public sealed class ChaosTaskTests
{
    private static readonly ExperimentResult Held = new("pod-delete@5s", CheckOutcome.Pass, "landed");
    private static readonly ExperimentResult Broken = new("pod-delete@5s", CheckOutcome.Fail, "broken");
    private static readonly ExperimentResult Missed = new("pod-delete@5s", CheckOutcome.Inconclusive, "void: missed");
    private static readonly ExperimentResult Late = new("pod-delete@5s", CheckOutcome.Inconclusive, "void: late") { IsSpoiled = true };

    private static IEnumerable<TestCaseData> Runs()
    {
        yield return new TestCaseData(new[] { Held }, "landed").SetArgDisplayNames("held");
        yield return new TestCaseData(new[] { Broken }, "broken").SetArgDisplayNames("broken");
        yield return new TestCaseData(new[] { Missed }, "void: missed").SetArgDisplayNames("missed");
        yield return new TestCaseData(new[] { Late, Held }, "landed; the first try said nothing (void: late)").SetArgDisplayNames("late, held");
        yield return new TestCaseData(new[] { Late, Broken }, "broken; the first try said nothing (void: late)").SetArgDisplayNames("late, broken");
        yield return new TestCaseData(new[] { Late, Late }, "void: late; the first try said nothing (void: late)").SetArgDisplayNames("late twice");
    }

    /// <summary>Only what the generator spoiled is asked again, and only once.</summary>
    [TestCaseSource(nameof(Runs))]
    public async Task AtMostTwiceAsync_Results_LastOneCounts(ExperimentResult[] results, string reason)
    {
        var left = new Queue<ExperimentResult>(results);

        var result = await ChaosTask.AtMostTwiceAsync(() => Task.FromResult(left.Dequeue()));

        Assert.That((result.Outcome, result.Reason, left.Count), Is.EqualTo((results[^1].Outcome, reason, 0)));
    }
}
