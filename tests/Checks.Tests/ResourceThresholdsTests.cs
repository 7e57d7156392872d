using Gauntlet.Metrics.Model;

namespace Gauntlet.Checks.Tests;

internal sealed class ResourceThresholdsTests
{
    private static readonly MetricsDocument Document = Runs.Document(Runs.Typical()) with { Resources = Runs.Resources };

    /// <summary>A run of which everything was measured.</summary>
    private static readonly MetricsDocument Whole = Document with
    {
        Resources = Runs.Resources with { Workloads = [.. Runs.Resources.Workloads.Where(workload => workload.CoresMean is not null)] },
    };

    [TestCase("cpu{workload:foo}.mean < 0.1", CheckOutcome.Pass)]
    [TestCase("cpu{workload:foo}.max <= 100m", CheckOutcome.Pass)]
    [TestCase("cpu{workload:echo/foo}.max < 0.1 cores", CheckOutcome.Fail)]
    [TestCase("cpu{workload:foo}.ms_per_request < 0.5", CheckOutcome.Pass)]
    [TestCase("cpu{workload:foo}.ms_per_request < 100us", CheckOutcome.Fail)]
    [TestCase("cpu.mean == 0.39", CheckOutcome.Pass, Description = "both together")]
    [TestCase("cpu.max == 400m", CheckOutcome.Pass, Description = "the worst one")]
    [TestCase("cpu.ms_per_request == 0.39", CheckOutcome.Pass, Description = "0.39 cores for 15 s over 15,000 requests")]
    [TestCase("memory{workload:foo}.peak < 64Mi", CheckOutcome.Pass)]
    [TestCase("memory{workload:foo}.peak < 11264Ki", CheckOutcome.Fail)]
    [TestCase("memory.peak < 1Gi", CheckOutcome.Pass)]
    [TestCase("throttled{workload:foo} < 5%", CheckOutcome.Fail)]
    [TestCase("throttled{workload:controller} < 5%", CheckOutcome.Pass, Description = "what has no limit is not held up")]
    [TestCase("throttled <= 0.64", CheckOutcome.Pass)]
    [TestCase("restarts{workload:foo}.oom == 0", CheckOutcome.Fail)]
    [TestCase("restarts.count == 1", CheckOutcome.Pass)]
    public void Evaluate_FigureOfAWorkload_IsHeldAgainstItsLimit(string threshold, CheckOutcome outcome)
    {
        var result = Evaluate(Whole, threshold);

        Assert.That(result.Outcome, Is.EqualTo(outcome), result.Reason);
        Assert.That(result.Actual, Is.Not.Null);
    }

    [TestCase("cpu{workload:bar}.mean < 1", "not measured: ")]
    [TestCase("cpu.mean < 1", "not measured: ")]
    [TestCase("throttled{workload:bar} < 5%", "not measured: ")]
    [TestCase("memory{workload:baz}.peak < 1Mi", "not measured: no pod of baz was seen")]
    public void Evaluate_WhatWasNotMeasured_IsInconclusive(string threshold, string reason)
    {
        var result = Evaluate(Document, threshold);

        Assert.That((result.Outcome, result.Actual), Is.EqualTo((CheckOutcome.Inconclusive, (double?)null)));
        Assert.That(result.Reason, Does.StartWith(reason));
    }

    [Test]
    public void Evaluate_SourceThatEnded_SaysWhy()
    {
        var missing = new ResourceSection { Source = "x", Missing = "the reader in worker ended" };

        Assert.That(Evaluate(Document with { Resources = missing }, "cpu.mean < 1").Reason, Is.EqualTo("not measured: the reader in worker ended"));
        Assert.That(Evaluate(Document with { Resources = null }, "cpu.mean < 1").Outcome, Is.EqualTo(CheckOutcome.Inconclusive));
    }

    [TestCase("cpu{workload:foo} < 1", 17, "expected '.' and one of mean, max, ms_per_request")]
    [TestCase("cpu{workload:foo}.p(95) < 1", 18, "expected one of mean, max, ms_per_request")]
    [TestCase("cpu{route:foo}.mean < 1", 4, "expected 'workload:', the only tag of cpu")]
    [TestCase("latency{workload:foo}.avg < 1", 8, "expected 'route:', the only tag of latency")]
    [TestCase("cpu{workload:fou}.mean < 1", 13, "unknown workload 'fou'; known are foo, echo/foo")]
    [TestCase("memory.peak < 64", 16, "use Ki, Mi or Gi")]
    [TestCase("memory.peak < 64ms", 16, "use Ki, Mi or Gi")]
    [TestCase("cpu.max < 250Mi", 13, "use a number of cores")]
    [TestCase("throttled < 5", 12, "between 0 and 1")]
    [TestCase("throttled.rate < 5%", 9, "expected one of <")]
    public void Parse_BadExpression_PutsTheCaretUnderTheMistake(string expression, int position, string problem)
    {
        var error = Assert.Throws<ThresholdSyntaxException>(() => Thresholds.Parse(expression, new(["foo"], ["foo", "echo/foo"])))!;

        Assert.That(error.Position, Is.EqualTo(position), error.Message);
        Assert.That(error.Problem, Does.Contain(problem));
    }

    [TestCase("p(99) < 1ms", true)]
    [TestCase("latency{route:foo}.p(95) < 0.1ms", true)]
    [TestCase("service.avg < 1us", true)]
    [TestCase("latency{route:bar}.p(95) < 0.1ms", false, Description = "foo is not behind it")]
    [TestCase("requests.count < 1", false, Description = "no time")]
    [TestCase("min > 1s", false, Description = "too fast")]
    public void Judge_BreachBesideAThrottledContainer_NamesIt(string threshold, bool isNamed)
    {
        var verdict = LoadVerdict.Judge(Document, Thresholds.Evaluate(Document, [Thresholds.Parse(threshold)]));

        Assert.That(verdict.Outcome, Is.EqualTo(CheckOutcome.Fail));
        Assert.That(verdict.Reasons[0], isNamed
            ? Does.EndWith("; first suspect: the CPU limit of 50m of container echo of Deployment echo/foo, reached in 63.33 % of its periods; "
                + "its threads waited 4.10 s in all")
            : Does.Not.Contain("suspect"));
    }

    [Test]
    public void Judge_BreachWithoutALimit_NamesNobody()
    {
        var without = Document with
        {
            Resources = Runs.Resources with { Workloads = [.. Runs.Resources.Workloads.Select(workload => workload with { Throttling = null })] },
        };

        Assert.That(LoadVerdict.Judge(without, Thresholds.Evaluate(without, [Thresholds.Parse("p(99) < 1ms")])).Reasons[0], Does.Not.Contain("suspect"));
    }

    [TestCase("p(99) < 1ms", 0.5, true)]
    [TestCase("p(99) < 1ms", 0.49, false, Description = "less than a quarter of two processors")]
    [TestCase("requests.count < 1", 0.5, false, Description = "no time")]
    public void Judge_BreachOnAMachineThatOthersUsed_NamesThem(string threshold, double cores, bool isNamed)
    {
        var busy = Document with
        {
            Resources = Runs.Resources with
            {
                Machine = Runs.Resources.Machine! with { OtherCores = cores, Others = [new ProcessUse("cc1plus", 0.41), new ProcessUse("ld", 0.04)] },
            },
        };

        var verdict = LoadVerdict.Judge(busy, Thresholds.Evaluate(busy, [Thresholds.Parse(threshold)]));

        Assert.That(verdict.Outcome, Is.EqualTo(CheckOutcome.Fail));
        Assert.That(verdict.Reasons[0], isNamed
            ? Does.EndWith("; other processes used 0.5 of this machine's 2 processors, cc1plus most, 0.41")
            : Does.Not.Contain("cc1plus"));
    }

    private static ThresholdResult Evaluate(MetricsDocument document, string threshold) => Thresholds.Evaluate(document, [Thresholds.Parse(threshold)])[0];
}
