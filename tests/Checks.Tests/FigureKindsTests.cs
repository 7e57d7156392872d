using Gauntlet.Metrics.Model;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.Checks.Tests;

/// <summary>The ways in which a judge of figures can be wrong that have been seen, each as a table of its kind.</summary>
internal sealed class FigureKindsTests
{
    // L2: nothing under the thresholds.
    [TestCase(Outcome.WrongBody, "p(95) < 5s")]
    [TestCase(Outcome.Status, "p(95) < 5s")]
    [TestCase(Outcome.ConnectRefused, "p(95) < 5s")]
    [TestCase(Outcome.Reset, "requests.count > 0")]
    [TestCase(Outcome.Timeout, "dropped.count == 0")]
    [TestCase(Outcome.WrongBody, "errors.rate <= 100%")]
    [TestCase(Outcome.WrongBody, null)]
    public void Judge_NotOneSuccess_FailsWhateverTheThresholds(Outcome outcome, string? threshold)
    {
        var document = Of(recorder => Many(3_000, i => recorder.Record(i % 2, i / 200, 1_000, 1_000, outcome)), rate: 200);

        var verdict = Judge(document, threshold is null ? [] : [threshold]);

        Assert.That(verdict.Outcome, Is.EqualTo(CheckOutcome.Fail));
        Assert.That(verdict.Reasons[0], Is.EqualTo("not one of 3,000 requests succeeded"));
    }

    [Test]
    public void Judge_NothingWasSentBecauseTheServerHeldAllConnections_Fails()
    {
        var verdict = Judge(Of(recorder => Many(100, i => recorder.RecordDrop(0, 1, 10_000_000, DropCause.ServerBusy))), "p(50) < 3600s");

        Assert.That(verdict.Outcome, Is.EqualTo(CheckOutcome.Fail));
        Assert.That(verdict.Reasons[0], Does.Contain("the server kept all 50 connections busy"));
    }

    [Test]
    public void Judge_RouteWithoutARequest_IsSaidAndLeavesTheVerdict()
    {
        var verdict = Judge(Of(recorder => Many(3_000, i => recorder.Record(0, i / 200, 1_000, 1_000, Outcome.Success)), rate: 200), "p(95) < 5s");

        Assert.That(verdict.Outcome, Is.EqualTo(CheckOutcome.Pass));
        Assert.That(verdict.Reasons[^1], Is.EqualTo("without any request, so nothing is known of it: bar"));
    }

    // L4: what was due and got no answer is an error, whether it was sent or not.
    [TestCase("errors.rate < 0.1%", CheckOutcome.Fail)]
    [TestCase("errors{route:foo}.rate < 0.1%", CheckOutcome.Fail)]
    [TestCase("errors{route:bar}.rate < 0.1%", CheckOutcome.Pass)]
    [TestCase("errors.count == 0", CheckOutcome.Fail)]
    [TestCase("success.rate > 99.9%", CheckOutcome.Fail)]
    [TestCase("success.count == 3000", CheckOutcome.Pass)]
    [TestCase("dropped.count == 0", CheckOutcome.Fail)]
    [TestCase("p(95) < 5s", CheckOutcome.Fail, Description = "6 % waited for 10 s and were never answered")]
    [TestCase("latency{route:bar}.p(95) < 5s", CheckOutcome.Pass)]
    [TestCase("max < 5s", CheckOutcome.Fail)]
    [TestCase("service.max < 5s", CheckOutcome.Pass, Description = "what was never sent has no service time")]
    [TestCase("timeouts.count == 0", CheckOutcome.Pass)]
    public void Judge_DueAndNeverSentBecauseOfTheServer_IsAnError(string threshold, CheckOutcome outcome) =>
        Assert.That(Judge(With(DropCause.ServerBusy, 200), threshold).Outcome, Is.EqualTo(outcome));

    [Test]
    public void Judge_DueAndNeverSentBecauseOfTheServer_IsInTheDenominatorToo()
    {
        var result = Evaluate(With(DropCause.ServerBusy, 1_000), "errors.rate <= 25%");

        Assert.That((result.Outcome, result.Actual, result.Samples), Is.EqualTo((CheckOutcome.Pass, 0.25, 4_000)));
    }

    // L4, L6: what the generator itself did not send is nobody's error, and no pass either.
    [Test]
    public void Judge_NotSentByTheGenerator_IsInconclusive(
        [Values(DropCause.GeneratorLate, DropCause.LocalLimit)] DropCause cause,
        [Values("errors.rate < 0.1%", "success.rate > 99.9%", "p(95) < 5s", "max < 5s",
            "dropped.count == 0", "requests.count >= 3001", "rps >= 0.98 * offered")]
        string threshold)
    {
        var verdict = Judge(With(cause, 200, rate: 3_200 / 15.0), threshold);

        Assert.That(verdict.Outcome, Is.EqualTo(CheckOutcome.Inconclusive), string.Join("; ", verdict.Reasons));
        Assert.That(verdict.Saturated, Is.True);
        Assert.That(verdict.Reasons[0], Does.Contain("200 requests"));
    }

    [TestCase("errors.count == 0", Description = "what was sent fails it")]
    [TestCase("p(95) < 0.5ms", Description = "the service time breaks it")]
    [TestCase("requests.count < 100", Description = "fewer would have been sent, not more")]
    public void Judge_BreachBesideALocalLimit_IsTheServersWhereWhatWasSentBreaksIt(string threshold)
    {
        var document = Of(recorder =>
        {
            Many(3_000, i => recorder.Record(i % 2, i / 200, 1_000, 1_000, i == 7 ? Outcome.Status : Outcome.Success));
            recorder.RecordDrop(0, 3, 0, DropCause.LocalLimit);
        });

        Assert.That(Judge(document, threshold).Outcome, Is.EqualTo(CheckOutcome.Fail));
    }

    [Test]
    public void Judge_ErrorsThatOnlyAFewerConnectionsMade_AreNotTheServers()
    {
        var document = Of(recorder =>
        {
            Many(3_000, i => recorder.Record(i % 2, i / 200, 1_000, 1_000, Outcome.Success));
            Many(10, i => recorder.RecordDrop(0, 3, 10_000_000, DropCause.ServerBusy));
            recorder.RecordDrop(0, 3, 0, DropCause.LocalLimit);
        });

        Assert.That(Judge(document, "errors.rate < 0.1%").Outcome, Is.EqualTo(CheckOutcome.Inconclusive));
    }

    [TestCase(DropCause.GeneratorLate)]
    [TestCase(DropCause.LocalLimit)]
    public void Judge_ServerWasNeverAsked_IsInconclusive(DropCause cause) =>
        Assert.That(Judge(Of(recorder => Many(100, i => recorder.RecordDrop(0, 1, 0, cause))), "errors.rate < 1%").Outcome,
            Is.EqualTo(CheckOutcome.Inconclusive));

    // L7: limits are decimal.
    [Test]
    public void Evaluate_LimitOfAShareInPercent_IsExact([Values(1, 3, 7, 29, 57, 58, 113, 999)] int failures, [Values(1_000, 10_000)] int requests)
    {
        var document = Of(recorder => Many(requests, i => recorder.Record(0, 0, 1_000, 1_000, i < failures ? Outcome.Status : Outcome.Success)));
        var percent = 100m * failures / requests;
        var share = (decimal)failures / requests;

        foreach (var limit in new[] { FormattableString.Invariant($"{percent}%"), FormattableString.Invariant($"{share}") })
        {
            Assert.That(Evaluate(document, $"errors.rate <= {limit}").Outcome, Is.EqualTo(CheckOutcome.Pass), limit);
            Assert.That(Evaluate(document, $"errors.rate == {limit}").Outcome, Is.EqualTo(CheckOutcome.Pass), limit);
            Assert.That(Evaluate(document, $"errors.rate < {limit}").Outcome, Is.EqualTo(CheckOutcome.Fail), limit);
        }
    }

    [TestCase(1_100, "max == 1.1ms")]
    [TestCase(1_100, "max <= 1100us")]
    [TestCase(300, "max <= 0.0003s")]
    [TestCase(4_035, "max == 4.035")]
    public void Evaluate_LimitOfATime_IsExact(int microseconds, string threshold) =>
        Assert.That(Evaluate(Of(recorder => recorder.Record(0, 0, microseconds, microseconds, Outcome.Success)), threshold).Outcome,
            Is.EqualTo(CheckOutcome.Pass));

    [TestCase(980, CheckOutcome.Pass)]
    [TestCase(979, CheckOutcome.Fail)]
    public void Evaluate_ShareOfTheOfferedRate_IsExact(int requests, CheckOutcome outcome)
    {
        var document = Of(recorder => Many(requests * 15, i => recorder.Record(0, i / requests, 1_000, 1_000, Outcome.Success)), rate: 1_000);

        Assert.That(Evaluate(document, "rps >= 0.98 * offered").Outcome, Is.EqualTo(outcome));
    }

    // L9: no message contradicts itself.
    [TestCase(250_001, "max < 250ms", "breached: 250.001 ms against a limit of 250 ms")]
    [TestCase(249_999, "max < 250ms", "holds: 249.999 ms against a limit of 250 ms")]
    [TestCase(250_000, "max < 250ms", "breached: 250 ms against a limit of 250 ms")]
    [TestCase(250_400, "max < 250ms", "breached: 250.4 ms against a limit of 250 ms")]
    [TestCase(1_999, "max >= 2ms", "breached: 1.999 ms against a limit of 2 ms")]
    [TestCase(7_001, "max < 0.007s", "breached: 7.001 ms against a limit of 7 ms")]
    [TestCase(812, "max < 0.5ms", "breached: 0.812 ms against a limit of 0.5 ms")]
    public void Evaluate_TimeNearItsLimit_IsShownOnItsSide(int microseconds, string threshold, string reason) =>
        Assert.That(Evaluate(Of(recorder => recorder.Record(0, 0, microseconds, microseconds, Outcome.Success)), threshold).Reason, Is.EqualTo(reason));

    [TestCase(1, 999_999, "errors.rate < 0.0001%", "breached: 0.0001 % against a limit of 0.0001 %")]
    [TestCase(1, 999_998, "errors.rate < 0.0001%", "breached: 0.0001000001 % against a limit of 0.0001 %")]
    [TestCase(70_004, 929_996, "errors.rate <= 7%", "breached: 7.0004 % against a limit of 7 %")]
    [TestCase(70_004, 929_996, "errors.rate <= 7.0004%", "holds: 7.0004 % against a limit of 7.0004 %")]
    [TestCase(3, 999_997, "success.rate >= 99.9997%", "holds: 99.9997 % against a limit of 99.9997 %")]
    public void Evaluate_ShareNearItsLimit_IsShownOnItsSide(int failures, int successes, string threshold, string reason)
    {
        var document = Of(recorder => Many(failures + successes, i => recorder.Record(0, 0, 9, 9, i < failures ? Outcome.Status : Outcome.Success)));

        Assert.That(Evaluate(document, threshold).Reason, Is.EqualTo(reason));
    }

    [Test]
    public void Judge_LagJustAboveTheMost_IsShownAboveIt()
    {
        var document = Of(recorder => Many(3_000, i =>
        {
            recorder.Record(i % 2, i / 200, 11_000, 1_000, Outcome.Success);
            recorder.RecordLag(10_003);
        }), rate: 200);

        Assert.That(Judge(document, "p(95) < 5s").Reasons[0], Does.Match(@"p99 of the send lag was 10\.00\d+ ms, above 10 ms"));
    }

    // L11: what is recorded at the end of the range was not measured.
    [TestCase("p(95) < 60s", CheckOutcome.Fail)]
    [TestCase("p(95) < 61s", CheckOutcome.Inconclusive)]
    [TestCase("p(95) <= 60s", CheckOutcome.Inconclusive)]
    [TestCase("p(50) < 60s", CheckOutcome.Pass, Description = "half of them were measured")]
    [TestCase("max < 120s", CheckOutcome.Inconclusive)]
    [TestCase("max < 1s", CheckOutcome.Fail)]
    [TestCase("avg < 70s", CheckOutcome.Inconclusive)]
    [TestCase("avg < 1s", CheckOutcome.Fail)]
    [TestCase("max > 59s", CheckOutcome.Pass)]
    [TestCase("max > 61s", CheckOutcome.Inconclusive)]
    [TestCase("max == 60s", CheckOutcome.Inconclusive)]
    [TestCase("max != 60s", CheckOutcome.Inconclusive)]
    [TestCase("max != 59s", CheckOutcome.Pass)]
    [TestCase("max == 59s", CheckOutcome.Fail)]
    [TestCase("min < 1s", CheckOutcome.Pass, Description = "the smallest was measured")]
    [TestCase("service.max < 120s", CheckOutcome.Pass, Description = "nothing of it was out of range")]
    public void Evaluate_TimesAboveTheRange_AreNotTakenForMeasuredOnes(string threshold, CheckOutcome outcome)
    {
        var document = Of(recorder => Many(1_000, i => recorder.Record(0, 0, i < 600 ? 1_000 : 90_000_000, 1_000, Outcome.Success)));
        Assert.That(Evaluate(document, threshold).Outcome, Is.EqualTo(outcome), Evaluate(document, threshold).Reason);
    }

    [Test]
    public void Evaluate_TimesAtTheEndOfTheRange_AreMeasured() =>
        Assert.That(
            Evaluate(Of(recorder => Many(1_000, _ => recorder.Record(0, 0, 60_000_000, 1_000, Outcome.Success))), "p(95) < 61s").Outcome,
            Is.EqualTo(CheckOutcome.Pass));

    // L12: too few samples for a percentile, and all of them on one side.
    [TestCase(10, 300, 300, "p(99) < 250ms", CheckOutcome.Fail)]
    [TestCase(1, 300, 300, "p(99) < 250ms", CheckOutcome.Fail, Description = "a p99 below that gives such a sample once in a hundred times")]
    [TestCase(1, 300, 300, "med < 250ms", CheckOutcome.Inconclusive, Description = "a median below that gives such a sample every other time")]
    [TestCase(5, 300, 300, "med < 250ms", CheckOutcome.Fail)]
    [TestCase(10, 100, 300, "p(99) < 250ms", CheckOutcome.Inconclusive)]
    [TestCase(100, 1, 2, "p(99) < 250ms", CheckOutcome.Inconclusive, Description = "0.99^100 is 37 %")]
    [TestCase(298, 1, 2, "p(99) < 250ms", CheckOutcome.Inconclusive)]
    [TestCase(299, 1, 2, "p(99) < 250ms", CheckOutcome.Pass, Description = "0.99^299 is 4.95 %")]
    [TestCase(58, 1, 2, "p(95) < 250ms", CheckOutcome.Inconclusive)]
    [TestCase(59, 1, 2, "p(95) < 250ms", CheckOutcome.Pass)]
    [TestCase(5, 300, 300, "p(99) > 250ms", CheckOutcome.Pass)]
    [TestCase(299, 1, 2, "p(99) > 250ms", CheckOutcome.Fail)]
    [TestCase(10, 1, 2, "p(99) > 250ms", CheckOutcome.Inconclusive)]
    [TestCase(10, 300, 300, "p(99) == 300ms", CheckOutcome.Inconclusive)]
    public void Evaluate_TooFewSamplesForAPercentile_DecidesWhereAllAreOnOneSide(int samples, int least, int most, string threshold, CheckOutcome outcome)
    {
        var document = Of(recorder => Many(samples, i => recorder.Record(0, 0, (i % 2 == 0 ? least : most) * 1_000, 1_000, Outcome.Success)));

        Assert.That(Evaluate(document, threshold).Outcome, Is.EqualTo(outcome), Evaluate(document, threshold).Reason);
    }

    private static void Many(int count, Action<int> record)
    {
        for (var i = 0; i < count; i++)
        {
            record(i);
        }
    }

    /// <summary>3,000 successes of 1 ms over both routes, and some that were due on foo and never sent.</summary>
    private static MetricsDocument With(DropCause cause, int drops, double rate = 200) => Of(
        recorder =>
        {
            Many(3_000, i =>
            {
                recorder.Record(i % 2, i / 200, 1_000, 1_000, Outcome.Success);
                recorder.RecordLag(50);
            });
            Many(drops, _ => recorder.RecordDrop(0, 3, 10_000_001, cause));
        },
        rate);

    private static MetricsDocument Of(Action<Recorder> record, double rate = 1_000)
    {
        var recorder = new Recorder(2, 15, 2_000_000);
        record(recorder);
        var run = Runs.Of(recorder, rate: rate, dropped: recorder.Routes.Sum(route => route.Drops.Sum()));
        return MetricsBuilder.Build(run, Runs.Header, resamples: 2);
    }

    private static LoadVerdict Judge(MetricsDocument document, params string[] thresholds) =>
        LoadVerdict.Judge(document, Thresholds.Evaluate(document, thresholds.Select(threshold => Thresholds.Parse(threshold))));

    private static ThresholdResult Evaluate(MetricsDocument document, string threshold) =>
        Thresholds.Evaluate(document, [Thresholds.Parse(threshold, new(["foo", "bar"], null))])[0];
}
