using Gauntlet.Metrics.Model;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.Checks.Tests;

internal sealed class LoadVerdictTests
{
    [Test]
    public void Judge_HealthyRun_Passes()
    {
        var verdict = Judge(Runs.Document(Runs.Typical()));

        Assert.That(verdict.Outcome, Is.EqualTo(CheckOutcome.Pass));
        Assert.That(verdict.Reasons, Is.EqualTo(new[] { "2 of 2 thresholds hold" }));
    }

    [Test]
    public void Judge_NoThresholdsAndNoRequests_Fails()
        => Assert.That(LoadVerdict.Judge(Runs.Document(Runs.Empty()), []).Outcome, Is.EqualTo(CheckOutcome.Fail));

    [Test]
    public void Judge_FewerThan98PercentOfOfferedByAGeneratorOnTime_IsInconclusiveAndNotItsFault()
    {
        var verdict = Judge(Runs.Document(Runs.Of(Runs.Typical().Recorded, rate: 1030)));

        Assert.That(verdict.Outcome, Is.EqualTo(CheckOutcome.Inconclusive));
        Assert.That(verdict.Saturated, Is.False);
        Assert.That(verdict.Reasons[0], Does.Contain("97.09 %").And.Contains("kept all 50 busy"));
    }

    [Test]
    public void Judge_FewerThan98PercentOfOfferedByAnEngineWithoutLag_IsSaturated()
    {
        var recorder = new Recorder(2, 15, 100_000);
        for (var i = 0; i < 15_000; i++)
        {
            recorder.Record(i % 2, i / 1000, 1000, 1000, Outcome.Success);
        }

        var verdict = Judge(Runs.Document(Runs.Of(recorder, rate: 1030, dropped: 450)));

        Assert.That(verdict.Outcome, Is.EqualTo(CheckOutcome.Inconclusive));
        Assert.That(verdict.Saturated, Is.True);
        Assert.That(verdict.Reasons, Has.Some.StartsWith("generator saturated: ").And.Some.Contains("97.09 %"));
    }

    [Test]
    public void Judge_FewerThanOfferedBecauseTheServerStoppedAnswering_IsNotTheGeneratorsFault()
    {
        var recorder = Runs.OnlyTimeouts().Recorded;
        for (var i = 0; i < 12_000; i++)
        {
            recorder.RecordDrop(0, i / 800, 10_000_000, DropCause.ServerBusy);
        }

        var verdict = Judge(Runs.Document(Runs.Of(recorder, rate: 1000, dropped: 12_000)));

        Assert.That(verdict.Outcome, Is.EqualTo(CheckOutcome.Fail));
        Assert.That(verdict.Saturated, Is.False);
    }

    [Test]
    public void Judge_LateSends_IsInconclusiveInTheOpenModelOnly()
    {
        var late = Runs.Typical(lagMicroseconds: 20_000);

        Assert.That(Judge(Runs.Document(late)).Reasons[0], Does.Contain("send lag"));
        Assert.That(Judge(Runs.Document(Runs.Of(late.Recorded, model: "closed"))).Outcome, Is.EqualTo(CheckOutcome.Pass));
    }

    [TestCase(0.123, "above 10 ms; the host of this machine withheld 12.30 % of the processor time")]
    [TestCase(0.002, "above 10 ms")]
    [TestCase(null, "above 10 ms")]
    public void Judge_LateSends_NamesWhatTheHostWithheldWhereItMatters(double? stolen, string end)
        => Assert.That(Judge(Runs.Document(Runs.Typical(lagMicroseconds: 20_000) with { StolenShare = stolen })).Reasons[0], Does.EndWith(end));

    [Test]
    public void Judge_BreachOnASaturatedGenerator_FailsAndNamesBoth()
    {
        var verdict = Judge(Runs.Document(Runs.Typical(failEvery: 10, lagMicroseconds: 20_000)));

        Assert.That(verdict.Outcome, Is.EqualTo(CheckOutcome.Fail));
        Assert.That(verdict.Reasons, Has.Some.Contains("errors.rate").And.Some.Contains("send lag"));
    }

    [Test]
    public void Judge_LimitBrokenByNothingButLateSends_IsInconclusiveAndNamesBoth()
    {
        var verdict = Judge(LateBy(20_000, wait: 0), "p(95) < 15ms", "avg < 15ms", "latency{route:foo}.p(90) < 15ms");

        Assert.That(verdict.Outcome, Is.EqualTo(CheckOutcome.Inconclusive));
        Assert.That(verdict.Reasons[0], Does.Contain("send lag"));
        Assert.That(verdict.Reasons.Skip(1), Has.Exactly(3).Items.And.All.Contains("breached").And.All.Contains("the service time keeps the limit"));
    }

    [TestCase("p(95) < 0.001", 0, Description = "the service time breaks it too")]
    [TestCase("service.p(95) < 0.5ms", 0, Description = "there is no lag in the service time")]
    [TestCase("p(95) < 250ms", 500_000, Description = "the server kept all connections busy, for far longer than the lag")]
    [TestCase("min > 1s", 0, Description = "no lag makes a time shorter")]
    public void Judge_LimitBrokenWhateverTheLag_FailsOnASaturatedGenerator(string threshold, long wait)
    {
        var verdict = Judge(LateBy(20_000, wait), threshold);

        Assert.That(verdict.Saturated, Is.True);
        Assert.That(verdict.Outcome, Is.EqualTo(CheckOutcome.Fail));
    }

    [Test]
    public void Judge_LimitBrokenOnAGeneratorOnTime_Fails() => Assert.That(Judge(LateBy(9_000, wait: 0), "p(95) < 5ms").Outcome, Is.EqualTo(CheckOutcome.Fail));

    [Test]
    public void Judge_InterruptedRun_IsInconclusive()
        => Assert.That(Judge(Runs.Document(Runs.Typical() with { Interrupted = true })).Outcome, Is.EqualTo(CheckOutcome.Inconclusive));

    [Test]
    public void Judge_TooFewSamples_IsInconclusive()
    {
        var recorder = new Recorder(2, 15, 100);
        for (var i = 0; i < 100; i++)
        {
            recorder.Record(0, i % 15, i < 3 ? 300_000 : 1000, 1000, Outcome.Success);
        }

        Assert.That(Judge(Runs.Document(Runs.Of(recorder, rate: 100 / 15.0))).Outcome, Is.EqualTo(CheckOutcome.Inconclusive));
    }

    private static LoadVerdict Judge(MetricsDocument document) => LoadVerdict.Judge(document, Thresholds.Evaluate(document, Thresholds.Defaults));

    private static LoadVerdict Judge(MetricsDocument document, params string[] thresholds) =>
        LoadVerdict.Judge(document, Thresholds.Evaluate(document, thresholds.Select(threshold => Thresholds.Parse(threshold))));

    /// <summary>15,000 requests of 1 ms each, sent so many microseconds late; every fifth waits for a free connection besides.</summary>
    private static MetricsDocument LateBy(long lag, long wait)
    {
        var recorder = new Recorder(2, 15, 1_000_000);
        for (var i = 0; i < 15_000; i++)
        {
            recorder.Record(i % 2, i / 1000, 1000 + lag + (i % 5 == 0 ? wait : 0), 1000, Outcome.Success);
            recorder.RecordLag(lag);
        }

        return Runs.Document(Runs.Of(recorder));
    }
}
