using Gauntlet.Metrics.Model;

namespace Gauntlet.Checks.Tests;

internal sealed class ScalingThresholdsTests
{
    private static readonly MetricsDocument Document = Runs.Document(Runs.Typical()) with { Scaling = Runs.Scaling };

    private static AutoscalerTimeline Foo => Runs.Scaling.Autoscalers[0];

    /// <summary>It stays at what it has: the load of 18 s, with its warm-up, brought none more.</summary>
    private static AutoscalerTimeline Unscaled => Foo with { TimeToScale = null, Steps = [new(-4, 2, 2, 2)] };

    [TestCase("hpa{workload:foo}.time_to_scale < 60s", CheckOutcome.Pass, 12.5)]
    [TestCase("hpa{workload:echo/foo}.time_to_scale < 12500ms", CheckOutcome.Fail, 12.5)]
    [TestCase("hpa.time_to_scale <= 12.5", CheckOutcome.Pass, 12.5)]
    [TestCase("hpa.time_to_scale < 1m", CheckOutcome.Pass, 12.5)]
    [TestCase("hpa{workload:foo}.flaps <= 1", CheckOutcome.Pass, 0)]
    [TestCase("hpa.flaps > 0", CheckOutcome.Fail, 0)]
    public void Evaluate_FigureOfAnAutoscaler_IsHeldAgainstItsLimit(string threshold, CheckOutcome outcome, double actual)
    {
        var result = Evaluate(Document, threshold);

        Assert.That((result.Outcome, result.Actual), Is.EqualTo((outcome, actual)), result.Reason);
    }

    [Test]
    public void Evaluate_Several_AreJudgedByTheWorst()
    {
        var bar = Foo with { Name = "bar", Target = "bar", TimeToScale = 30, Flaps = 2 };

        Assert.That(Evaluate(With(Foo, bar), "hpa.time_to_scale < 1m").Actual, Is.EqualTo(30));
        Assert.That(Evaluate(With(bar, Foo), "hpa.flaps <= 1").Actual, Is.EqualTo(2));
        Assert.That(Evaluate(With(bar, Foo), "hpa{workload:foo}.flaps <= 1").Outcome, Is.EqualTo(CheckOutcome.Pass));
        Assert.That(Evaluate(With(Unscaled, bar), "hpa.time_to_scale < 10s").Actual, Is.Null, "one that did not scale is worse than any that did");
    }

    /// <summary>What had not happened in 18 s took longer than 10 s; whether it takes longer than 60 s nobody knows.</summary>
    [TestCase("hpa.time_to_scale < 10s", CheckOutcome.Fail,
        "breached: HorizontalPodAutoscaler echo/foo-cpu had not scaled in the 18.0 s of the load: it wanted 2 replicas at most, against a limit of 10 s")]
    [TestCase("hpa.time_to_scale < 60s", CheckOutcome.Inconclusive,
        "the load is shorter than the limit of 60 s: HorizontalPodAutoscaler echo/foo-cpu had not scaled")]
    [TestCase("hpa.time_to_scale > 10s", CheckOutcome.Inconclusive, "HorizontalPodAutoscaler echo/foo-cpu had not scaled")]
    public void Evaluate_DidNotScale_IsNoPass(string threshold, CheckOutcome outcome, string reason)
    {
        var result = Evaluate(With(Unscaled with { Conditions = [] }), threshold);

        Assert.That((result.Outcome, result.Actual), Is.EqualTo((outcome, (double?)null)));
        Assert.That(result.Reason, Does.StartWith(reason));
    }

    [Test]
    public void Evaluate_DidNotScaleForWantOfMetrics_NamesTheCondition()
    {
        var result = Evaluate(With(Unscaled with { Conditions = [.. Foo.Conditions.SkipLast(1)] }), "hpa.time_to_scale < 10s");

        Assert.That(result.Reason, Does.Contain("ScalingActive=False: FailedGetResourceMetric: no metrics returned"));
    }

    [Test]
    public void Evaluate_AtItsMostBefore_IsInconclusive() =>
        Assert.That(Evaluate(With(Unscaled with { Most = 2 }), "hpa.time_to_scale < 10s"), Has
            .Property(nameof(ThresholdResult.Outcome)).EqualTo(CheckOutcome.Inconclusive).And
            .Property(nameof(ThresholdResult.Reason)).EndsWith("had its most of 2 replicas before the load"));

    [TestCase("hpa.time_to_scale < 60s")]
    [TestCase("hpa.flaps <= 1")]
    [TestCase("hpa{workload:foo}.flaps <= 1")]
    public void Evaluate_WhatWasNotSeen_IsInconclusive(string threshold)
    {
        MetricsDocument[] documents =
        [
            Document with { Scaling = null }, With(), With(Foo with { Steps = [], TimeToScale = null, Flaps = null }), With(Foo with { Steps = [] }),
            Document with { Scaling = Runs.Scaling with { Missing = "the API server did not tell to the end" } },
        ];

        Assert.That(documents.Select(document => Evaluate(document, threshold)), Has.All.Property(nameof(ThresholdResult.Outcome))
            .EqualTo(CheckOutcome.Inconclusive).And.All.Property(nameof(ThresholdResult.Reason)).StartsWith("not measured: "));
    }

    [TestCase("hpa{workload:foo} <= 1", 17, "expected '.' and one of time_to_scale, flaps")]
    [TestCase("hpa.replicas == 4", 4, "expected one of time_to_scale, flaps")]
    [TestCase("hpa{route:foo}.flaps <= 1", 4, "expected 'workload:', the only tag of hpa")]
    [TestCase("hpa{workload:bar}.flaps <= 1", 13, "unknown workload 'bar'; known are foo, echo/foo")]
    [TestCase("hpa.time_to_scale < 60h", 22, "use ms, s or m")]
    [TestCase("hpa.flaps <= 1s", 14, "use a plain number")]
    public void Parse_BadExpression_PutsTheCaretUnderTheMistake(string expression, int position, string problem)
    {
        var error = Assert.Throws<ThresholdSyntaxException>(() =>
            Thresholds.Parse(expression, new(["foo", "bar"], ["foo", "bar"]) { Scaled = ["foo", "echo/foo"] }))!;

        Assert.That(error.Position, Is.EqualTo(position), error.Message);
        Assert.That(error.Problem, Does.Contain(problem));
    }

    [Test]
    public void Parse_NothingScales_SaysSo() => Assert.That(
        () => Thresholds.Parse("hpa{workload:foo}.flaps <= 1", new([], ["foo"]) { Scaled = [] }),
        Throws.InstanceOf<ThresholdSyntaxException>().With.Message.Contains("unknown workload 'foo'; known are none"));

    private static MetricsDocument With(params AutoscalerTimeline[] scaled) => Document with { Scaling = Runs.Scaling with { Autoscalers = scaled } };

    private static ThresholdResult Evaluate(MetricsDocument document, string threshold) => Thresholds.Evaluate(document, [Thresholds.Parse(threshold)])[0];
}
