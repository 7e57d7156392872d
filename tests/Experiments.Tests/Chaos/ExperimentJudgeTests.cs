using Gauntlet.Experiments.Chaos;
using Gauntlet.Metrics.Model;
using Gauntlet.Metrics.Recording;
using Gauntlet.Workloads.Objects;

namespace Gauntlet.Experiments.Tests.Chaos;

internal sealed class ExperimentJudgeTests
{
    private static readonly DateTimeOffset From = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);
    private static readonly ExperimentPlan Plan = ExperimentPlan.Parse("pod-delete:foo@5s,for=5s");
    private static readonly Hypothesis[] Usual = [.. Plan.Fault.Hypotheses.Select(Hypothesis.Parse)];

    private static ExperimentFacts Landed => new(Plan)
    {
        Victims = [new Victim("echo/foo-1", "uid", "worker", new ObjectReference("apps", "Deployment", "echo", "foo"))],
        Routes = ["foo"],
        Injected = From.AddSeconds(5),
        Gone = From.AddSeconds(5.5),
        Removed = From.AddSeconds(5.2),
        Replaced = From.AddSeconds(7),
    };

    private static IEnumerable<TestCaseData> Misses()
    {
        yield return Miss("the load had ended", Landed with { Void = "the load had ended before the fault was due" }, null, "void: the load had ended");
        yield return Miss("no target", Landed with { Void = "no workload that was deployed is called foo" }, null, "void: no workload");
        yield return Miss("never hit", Landed with { Removed = null, Gone = null }, null, "void: what was to be hit went on taking requests");
        yield return Miss("no route", Landed with { Routes = [] }, null, "void: nobody asked what was hit");
        yield return Miss("no traffic", Landed, request => request.IsOf(0, 0, 20) ? request with { Route = 1 } : request, "void: nobody asked what was hit");
        yield return Miss(
            "control fails", Landed, request => request.IsOf(1, 6, 6.1) ? request with { Outcome = Outcome.Reset } : request,
            "void: 25 requests to routes that were not hit failed too");
    }

    /// <summary>What did not hit passes never, whatever the figures are.</summary>
    [TestCaseSource(nameof(Misses))]
    public void Judge_FaultThatDidNotHit_IsInconclusiveWithTheReason(ExperimentFacts facts, Func<RequestSample, RequestSample>? change, string reason)
    {
        var result = Judge(facts, change);

        Assert.That(result.Outcome, Is.EqualTo(CheckOutcome.Inconclusive));
        Assert.That(result.Reason, Does.Contain(reason));
    }

    [Test]
    public void Judge_FaultThatNobodyFelt_PassesAsAbsorbed()
    {
        var result = Judge(Landed);

        Assert.That(result.Outcome, Is.EqualTo(CheckOutcome.Pass), result.Reason);
        Assert.That(result.Reason, Is.EqualTo("pod-delete of echo/foo-1: landed, absorbed, 0 of 3750 requests failed"));
        Assert.That((result.InjectedAt, result.RecoveryFelt, result.RecoveryByCluster, result.FeltFrom), Is.EqualTo((5, 0, 2, (double?)null)));
        Assert.That(result.Evidence,
            Is.EqualTo(new[] { "gone from the API at 5.5 s", "no longer an endpoint at 5.2 s", "new pods ready and endpoints at 7.0 s" }));
        Assert.That(result.Hypotheses.Select(one => one.Outcome), Is.All.EqualTo(CheckOutcome.Pass).And.Exactly(3).Items);
    }

    /// <summary>A container that lets its grace pass is still there when the load ends.</summary>
    [Test]
    public void Judge_PodThatTakesItsTimeToGo_HasBeenHitOnceItTakesNoRequests()
    {
        var result = Judge(Landed with { Gone = null });

        Assert.That(result.Outcome, Is.EqualTo(CheckOutcome.Pass), result.Reason);
        Assert.That(result.Evidence, Has.None.StartsWith("gone").And.Exactly(2).Items);
    }

    [TestCase(5.0, 5.2, CheckOutcome.Pass, "landed, felt for 0.20 s, 50 of 3750 requests failed")]
    [TestCase(5.0, 6.0, CheckOutcome.Fail, "during: errors.rate < 5%: ")]
    [TestCase(9.9, 10.3, CheckOutcome.Fail, "after: errors.rate < 0.1%: ")]
    public void Judge_FaultThatWasFelt_IsHeldAgainstTheHypotheses(double from, double to, CheckOutcome outcome, string reason)
    {
        var result = Judge(Landed, request => request.IsOf(0, from, to) ? request with { Outcome = Outcome.Status } : request);

        Assert.That(result.Outcome, Is.EqualTo(outcome), result.Reason);
        Assert.That(result.Reason, Does.Contain(reason));
    }

    [Test]
    public void Judge_NoRecoveryWithinTheLoad_BreaksTheHypothesisOfIt()
    {
        var result = Judge(
            Landed, request => request.IsOf(0, 5, 20) ? request with { Outcome = Outcome.Status } : request, Hypothesis.Parse("after: recovery < 10s"));

        Assert.That((result.Outcome, result.RecoveryFelt), Is.EqualTo((CheckOutcome.Fail, (double?)null)));
        Assert.That(result.Reason, Does.Contain("after: recovery < 10s: broken: recovered not within the load"));
    }

    private static ExperimentResult Judge(ExperimentFacts facts, Func<RequestSample, RequestSample>? change = null, params Hypothesis[] hypotheses)
    {
        var seen = new SessionResult(Runs.Of(Streams.Of(change), Streams.Length), [], []) { Measured = new MeasuredPart(From, From + Streams.Length) };
        return ExperimentJudge.Judge(facts, seen, Runs.Header, hypotheses.Length > 0 ? hypotheses : Usual);
    }

    private static TestCaseData Miss(string name, ExperimentFacts facts, Func<RequestSample, RequestSample>? change, string reason) =>
        new TestCaseData(facts, change, reason).SetArgDisplayNames(name);
}
