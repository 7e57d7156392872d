using Gauntlet.Metrics.Model;

namespace Gauntlet.Checks.Tests;

internal sealed class ThresholdsTests
{
    private static readonly MetricsDocument Typical = Runs.Document(Runs.Typical());

    [TestCase("p(95) < 250")]
    [TestCase("p(95)<250")]
    [TestCase("avg < 200")]
    [TestCase("med<20ms")]
    [TestCase("max <= 1.5s")]
    [TestCase("min > 1us")]
    [TestCase("latency.p(99) < 500ms")]
    [TestCase("latency{route:foo}.p(95) < 500ms")]
    [TestCase("latency{ route: foo }.p( 95 ) < 500 ms")]
    [TestCase("service{route:bar}.avg < 500")]
    [TestCase("lag.p(99) < 10ms")]
    [TestCase("errors.rate < 0.1%")]
    [TestCase("errors{route:foo}.rate < 0.01")]
    [TestCase("errors.count <= 5")]
    [TestCase("success.rate > 99.9%")]
    [TestCase("timeouts.count == 0")]
    [TestCase("timeouts.count === 0")]
    [TestCase("timeouts.count != 3")]
    [TestCase("requests.count == 15000")]
    [TestCase("dropped.count == 0")]
    [TestCase("rps >= 0.98 * offered")]
    [TestCase("rps{route:foo} >= 400")]
    [TestCase("http_req_duration.p(95) < 250")]
    [TestCase("http_req_failed.rate<0.01")]
    [TestCase("http_reqs.count>10000")]
    public void Evaluate_ExpressionThatHolds_Passes(string expression)
    {
        var result = Evaluate(Typical, expression);

        Assert.That(result.Outcome, Is.EqualTo(CheckOutcome.Pass), result.Reason);
        Assert.That(result.Actual, Is.Not.Null);
        Assert.That(result.Samples, Is.Positive);
        Assert.That(result.Margin, Is.GreaterThanOrEqualTo(0));
    }

    [TestCase("p(95) < 0.001")]
    [TestCase("errors.count == 0")]
    [TestCase("errors.rate > 50%")]
    [TestCase("rps >= 1.1 * offered")]
    public void Evaluate_ExpressionThatDoesNotHold_FailsWithANegativeMargin(string expression)
    {
        var result = Evaluate(Typical, expression);

        Assert.That(result.Outcome, Is.EqualTo(CheckOutcome.Fail));
        Assert.That(result.Margin, Is.Negative);
        Assert.That(result.Reason, Does.StartWith("breached: "));
    }

    [TestCase("", 0, "expected a metric")]
    [TestCase("p95 < 250", 1, "expected '('")]
    [TestCase("p(95 < 250", 5, "expected ')'")]
    [TestCase("p() < 250", 2, "expected a percentile")]
    [TestCase("p(100) < 250", 2, "write min or max")]
    [TestCase("p(95)", 5, "expected one of <")]
    [TestCase("p(95) = 250", 6, "expected one of <")]
    [TestCase("p(95) < ", 8, "expected a number")]
    [TestCase("p(95) < fast", 8, "expected a number")]
    [TestCase("p(95) < -1", 8, "expected a number")]
    [TestCase("p(95) < 1.2.3", 8, "expected a number")]
    [TestCase("p(95) < 250 %", 12, "use us, ms or s")]
    [TestCase("p(95) < 250ms please", 14, "unexpected 'p'")]
    [TestCase("latency < 250", 7, "expected '.'")]
    [TestCase("latency.p95 < 250", 9, "expected '('")]
    [TestCase("latency.rate < 250", 8, "expected one of avg")]
    [TestCase("errors.p(95) < 1", 7, "expected one of rate, count")]
    [TestCase("errors.rate < 10ms", 16, "use % or a number")]
    [TestCase("errors.rate < 10", 14, "between 0 and 1")]
    [TestCase("rate < 0.01", 0, "'rate' of what?")]
    [TestCase("latencies.p(95) < 1", 0, "unknown metric 'latencies'")]
    [TestCase("latency{host:foo}.avg < 1", 8, "expected 'route:'")]
    [TestCase("latency{route:foo.avg < 1", 25, "expected '}'")]
    [TestCase("latency{route: }.avg < 1", 15, "expected a route")]
    [TestCase("latency{route:fou}.avg < 1", 14, "unknown route 'fou'; known are foo, bar")]
    [TestCase("lag{route:foo}.avg < 1", 3, "not recorded per route")]
    [TestCase("rps >= 0.98 * wanted", 14, "expected 'offered'")]
    [TestCase("p(95) < 0.98 * offered", 13, "only the rate")]
    [TestCase("rps{route:foo} >= 0.98 * offered", 23, "only the rate")]
    public void Parse_BadExpression_PutsTheCaretUnderTheMistake(string expression, int position, string problem)
    {
        var error = Assert.Throws<ThresholdSyntaxException>(() => Thresholds.Parse(expression, new(["foo", "bar"], ["foo", "echo/foo"])))!;

        Assert.That(error.Position, Is.EqualTo(position), error.Message);
        Assert.That(error.Problem, Does.Contain(problem));
        Assert.That(error.Message.Split('\n')[1], Does.StartWith(new string(' ', position) + "^ "));
    }

    [Test]
    public void Evaluate_NoSamples_FailsEveryKindOfThreshold()
    {
        var document = Runs.Document(Runs.Empty());

        foreach (var expression in new[] { "p(95) < 250", "errors.rate < 0.1%", "timeouts.count == 0", "lag.p(99) < 10", "dropped.count == 0", "rps >= 0" })
        {
            var result = Evaluate(document, expression);
            Assert.That(result.Outcome, Is.EqualTo(CheckOutcome.Fail), expression);
            Assert.That(result.Actual, Is.Null, expression);
            Assert.That(result.Reason, Does.StartWith("no samples"), expression);
        }
    }

    [Test]
    public void Evaluate_TooFewSamplesForThePercentile_IsInconclusive()
    {
        var result = Evaluate(Typical, "latency{route:foo}.p(99.9) < 4ms");

        Assert.That(result.Outcome, Is.EqualTo(CheckOutcome.Inconclusive));
        Assert.That(result.Reason, Is.EqualTo("n too small: 7500 samples, needs 10000"));
    }

    [Test]
    public void Evaluate_OfferedRateInTheClosedModel_IsInconclusive()
    {
        var document = Runs.Document(Runs.Of(Runs.Typical().Recorded, model: "closed"));

        Assert.That(Evaluate(document, "rps >= 0.98 * offered").Outcome, Is.EqualTo(CheckOutcome.Inconclusive));
    }

    [Test]
    public void Defaults_AreTheDocumentedTwo()
        => Assert.That(Thresholds.Defaults.Select(t => t.Expression), Is.EqualTo(new[] { "errors.rate < 0.1%", "p(95) < 250ms" }));

    [Test]
    public void Load_FileWithCommentsAndAMistake_NamesTheLine()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "# ours\n\np(95) < 250ms\nerrors.rate < 0.1%\n");
            Assert.That(Thresholds.Load(path).Select(t => t.Expression), Is.EqualTo(new[] { "p(95) < 250ms", "errors.rate < 0.1%" }));

            File.AppendAllText(path, "p(95 < 1\n");
            Assert.That(() => Thresholds.Load(path), Throws.TypeOf<ThresholdSyntaxException>().With.Message.StartsWith($"{path}, line 5:\np(95 < 1\n     ^"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static ThresholdResult Evaluate(MetricsDocument document, string expression)
        => Thresholds.Evaluate(document, [Thresholds.Parse(expression, new(["foo", "bar"], ["foo", "echo/foo"]))])[0];

    [Test]
    public void Store_Document_KeepsWhatWasFoundThroughTheFile()
    {
        var thresholds = Thresholds.Defaults;
        var document = Runs.Document(Runs.Typical());

        var read = MetricsJson.Read(MetricsJson.Write(Thresholds.Store(document, thresholds)));

        Assert.That(read.Thresholds, Is.EqualTo(Thresholds.Evaluate(document, thresholds)));
    }
}
