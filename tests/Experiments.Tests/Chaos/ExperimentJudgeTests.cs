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
        Victims = [new Victim("echo", "foo-1", "uid", "worker", new ObjectReference("apps", "Deployment", "echo", "foo"))],
        Routes = ["foo"],
        Injected = From.AddSeconds(5),
        Landed = From.AddSeconds(5.2),
        Replaced = From.AddSeconds(7),
        Evidence = [new Mark(From.AddSeconds(5.2), "no longer endpoints"), new Mark(From.AddSeconds(7), "new pods ready and endpoints")],
    };

    private static IEnumerable<TestCaseData> Misses()
    {
        yield return Miss("the load had ended", Landed with { Void = "the load had ended before the fault was due" }, null, "void: the load had ended");
        yield return Miss("no target", Landed with { Void = "no workload that was deployed is called foo" }, null, "void: no workload");
        yield return Miss("never hit", Landed with { Landed = null }, null, "void: what was to be hit went on taking requests");
        yield return Miss("no route", Landed with { Routes = [] }, null, "void: nobody asked what was hit");
        yield return Miss("no traffic", Landed, request => request.IsOf(0, 0, 20) ? request with { Route = 1 } : request, "void: nobody asked what was hit");
        yield return Miss(
            "control fails", Landed, request => request.IsOf(1, 6, 6.2) ? request with { Outcome = Outcome.Reset } : request,
            "void: requests to routes that were not hit failed too (50 Reset)");
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
            Is.EqualTo(new[] { "no longer endpoints at 5.2 s", "new pods ready and endpoints at 7.0 s" }));
        Assert.That(result.Hypotheses.Select(one => one.Outcome), Is.All.EqualTo(CheckOutcome.Pass).And.Exactly(3).Items);
    }

    [TestCase(5.0, 5.2, CheckOutcome.Pass, "landed, felt for 0.20 s, 50 of 3750 requests failed")]
    [TestCase(5.0, 6.0, CheckOutcome.Fail, "during: errors.rate < 5%: ")]
    [TestCase(9.9, 10.3, CheckOutcome.Fail, "after: errors.rate < 1%: ")]
    public void Judge_FaultThatWasFelt_IsHeldAgainstTheHypotheses(double from, double to, CheckOutcome outcome, string reason)
    {
        var result = Judge(Landed, request => request.IsOf(0, from, to) ? request with { Outcome = Outcome.Status } : request);

        Assert.That(result.Outcome, Is.EqualTo(outcome), result.Reason);
        Assert.That(result.Reason, Does.Contain(reason));
    }

    /// <summary>Where the machine had no processor to spare a broken hypothesis says nothing, unless the fault takes them, or asks no matter of time.</summary>
    [TestCase("pod-delete:foo@5s,for=5s", 0.6, CheckOutcome.Inconclusive)]
    [TestCase("pod-delete:foo@5s,for=5s", 0.5, CheckOutcome.Fail)]
    [TestCase("pod-delete:foo@5s,for=5s", null, CheckOutcome.Fail)]
    [TestCase("cpu-stress:foo@5s,for=5s", 0.6, CheckOutcome.Fail)]
    [TestCase("rollout:foo@5s,for=5s", 0.6, CheckOutcome.Fail)]
    public void Judge_BrokenHypothesisOnABusyMachine_IsInconclusive(string experiment, double? pressure, CheckOutcome outcome)
    {
        var result = Judge(
            Landed with { Plan = ExperimentPlan.Parse(experiment), CpuPressure = pressure },
            request => request.IsOf(0, 5, 6) ? request with { Outcome = Outcome.Status } : request, Hypothesis.Parse("during: errors.rate < 5%"));

        Assert.That((result.Outcome, result.CpuPressure), Is.EqualTo((outcome, pressure)), result.Reason);
        Assert.That(result.Reason, Does.Contain("during: errors.rate < 5%: breached"));
        Assert.That(result.Reason, outcome == CheckOutcome.Fail ? Does.Not.Contain("no processor to spare")
            : Does.Contain("no processor to spare (somebody waited for one during 60 % of the time since the fault)"));
    }

    /// <summary>Who lost requests is told what keeps them, and only he.</summary>
    [TestCase(5.0, 6.0, "no preStop")]
    [TestCase(5.0, 5.0, null)]
    public void Judge_RequestsThatWereLost_AreFollowedByWhatKeepsThem(double from, double to, string? advice)
    {
        var facts = Landed with { Advice = RolloutAdvice.Of(Views.Pod("foo", "f1").Pod) };

        var result = Judge(facts, request => request.IsOf(0, from, to) ? request with { Outcome = Outcome.Status } : request);

        Assert.That(result.Reason, advice is null ? Does.Not.Contain("preStop") : Does.Contain(advice));
    }

    /// <summary>A limit may be what was before: answers take a millisecond then.</summary>
    [TestCase(1.1, CheckOutcome.Pass)]
    [TestCase(1.5, CheckOutcome.Fail)]
    public void Judge_LimitOfBefore_IsMeasuredInTheSameRun(double milliseconds, CheckOutcome outcome)
    {
        var result = Judge(
            Landed, request => request.IsOf(0, 10, 20) ? request with { Response = TimeSpan.FromMilliseconds(milliseconds) } : request,
            Hypothesis.Parse("after: p(95) < 1.2 * before"));

        Assert.That(result.Outcome, Is.EqualTo(outcome), result.Reason);
    }

    [Test]
    public void Judge_NoRecoveryWithinTheLoad_BreaksTheHypothesisOfIt()
    {
        var result = Judge(
            Landed, request => request.IsOf(0, 5, 20) ? request with { Outcome = Outcome.Status } : request, Hypothesis.Parse("after: recovery < 10s"));

        Assert.That((result.Outcome, result.RecoveryFelt), Is.EqualTo((CheckOutcome.Fail, (double?)null)));
        Assert.That(result.Reason, Does.Contain("after: recovery < 10s: broken: recovered not within the load"));
    }

    /// <summary>A fault that did not hit stays void whatever the generator did: nothing is gained by asking again.</summary>
    [TestCase(101, true, true)]
    [TestCase(99, true, false)]
    [TestCase(101, false, false)]
    public void Judge_GeneratorThatWasLate_SpoilsTheExperiment(int milliseconds, bool hit, bool spoiled)
    {
        var run = Runs.Of(Streams.Of(), Streams.Length);
        for (var i = 0; i < 1000; i++)
        {
            run.Recorded.RecordLag(milliseconds * 1000L);
        }

        var result = Judge(hit ? Landed : Landed with { Landed = null }, run, Usual);

        Assert.That((result.IsSpoiled, result.Outcome == CheckOutcome.Pass), Is.EqualTo((spoiled, hit && !spoiled)), result.Reason);
        Assert.That(result.Reason, spoiled ? Does.Contain("void: generator saturated: p99 of the send lag was 101") : Does.Not.Contain("saturated"));
    }

    private static ExperimentResult Judge(ExperimentFacts facts, Func<RequestSample, RequestSample>? change = null, params Hypothesis[] hypotheses) =>
        Judge(facts, Runs.Of(Streams.Of(change), Streams.Length), hypotheses.Length > 0 ? hypotheses : Usual);

    private static ExperimentResult Judge(ExperimentFacts facts, LoadRun run, Hypothesis[] hypotheses) =>
        ExperimentJudge.Judge(facts, new SessionResult(run, [], []) { Measured = new MeasuredPart(From, From + Streams.Length) }, Runs.Header, hypotheses);

    private static TestCaseData Miss(string name, ExperimentFacts facts, Func<RequestSample, RequestSample>? change, string reason) =>
        new TestCaseData(facts, change, reason).SetArgDisplayNames(name);
}
