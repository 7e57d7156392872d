using Gauntlet.Checks;
using Gauntlet.Metrics.Model;

namespace Gauntlet.Experiments.Tests;

public sealed class SessionVerdictTests
{
    private const string Held = "p(95) < 250ms";
    private const string Broken = "p(95) < 0.001ms";

    private static readonly MetricsDocument Document = MetricsBuilder.Build(Runs.Good(), Runs.Header, resamples: 10);

    private static readonly Observation Crash = new(Bearing.Fault, "a container ended");
    private static readonly Observation Loss = new(Bearing.Excuse, "a node was lost");

    private static IEnumerable<TestCaseData> Rows =>
    [
        new TestCaseData(Held, Array.Empty<Observation>(), CheckOutcome.Pass, "1 of 1 thresholds hold", null)
            .SetArgDisplayNames("nothing happened"),
        new TestCaseData(Held, new[] { Crash }, CheckOutcome.Fail, "a container ended", null)
            .SetArgDisplayNames("a container ended, thresholds hold"),
        new TestCaseData(Broken, new[] { Crash }, CheckOutcome.Fail, "a container ended", null)
            .SetArgDisplayNames("a container ended, and a threshold broke"),
        new TestCaseData(Held, new[] { Loss }, CheckOutcome.Pass, "1 of 1 thresholds hold", null)
            .SetArgDisplayNames("a node was lost, and nobody felt it"),
        new TestCaseData(Broken, new[] { Loss }, CheckOutcome.Fail, "p(95) < 0.001ms: breached", "a node was lost")
            .SetArgDisplayNames("a node was lost, and a threshold broke"),
        new TestCaseData(Held, new[] { Crash, Loss }, CheckOutcome.Pass, "1 of 1 thresholds hold", null)
            .SetArgDisplayNames("a container ended with its node, thresholds hold"),
        new TestCaseData(Broken, new[] { Crash, Loss }, CheckOutcome.Fail, "p(95) < 0.001ms: breached", "a node was lost")
            .SetArgDisplayNames("a container ended with its node"),
    ];

    [TestCaseSource(nameof(Rows))]
    public void Judge_FiguresAndObservations_DecideTogether(string threshold, Observation[] observations, CheckOutcome outcome, string reason, string? excuse)
    {
        var verdict = SessionVerdict.Judge(Document, Thresholds.Evaluate(Document, [Thresholds.Parse(threshold)]), observations);

        Assert.That((verdict.Outcome, verdict.Excuse), Is.EqualTo((outcome, excuse)));
        Assert.That(verdict.Reasons[0], Does.StartWith(reason));
    }
}
