using Gauntlet.Checks;
using Gauntlet.Metrics.Model;

namespace Gauntlet.Reports.Tests;

/// <summary>Report models around the runs of <see cref="Runs"/>.</summary>
internal static class Models
{
    public const string Hostile = "x | y\n\n</details><script>alert(1)</script> ```\n``` @octocat #12 [a](javascript:1) ![i](http://evil.example/p.png) <!-- & **b** `c` \u202E\u0007 www.evil.example";

    public static IEnumerable<TestCaseData> All()
    {
        yield return Case("typical", Of(Runs.Typical()) with { Baseline = new EarlierRun("main@305fba7", new Headline(0.91, 2.05, 5.4, 1000, 1)) });
        yield return Case("failed", Of(Runs.Typical(failEvery: 7)) with { FirstCause = ["pod echo/foo-1: CrashLoopBackOff", "exit code 1"], Evidence = ["line 1", "line 2"] });
        yield return Case("empty", Of(Runs.Empty()));
        yield return Case("one", Of(Runs.One()));
        yield return Case("only failures", Of(Runs.OnlyFailures()));
        yield return Case("only timeouts", Of(Runs.OnlyTimeouts()));
        yield return Case("large", Of(Runs.Large()));
        yield return Case("no load", NoLoad());
        yield return Case("hostile", HostileModel());
    }

    public static ReportModel Of(LoadRun run)
    {
        var document = Runs.Document(run);
        var thresholds = Thresholds.Evaluate(document, [.. Thresholds.Defaults, Thresholds.Parse("latency{route:foo}.p(99.9) < 500ms"), Thresholds.Parse("rps >= 0.98 * offered")]);
        var verdict = LoadVerdict.Judge(document, thresholds);
        return new ReportModel
        {
            Verdict = verdict.Outcome switch { CheckOutcome.Pass => ReportVerdict.Pass, CheckOutcome.Fail => ReportVerdict.Fail, _ => ReportVerdict.Inconclusive },
            Reasons = verdict.Reasons,
            Header = document.Header,
            Stages =
            [
                new ReportStage("Validate", "passed", TimeSpan.FromSeconds(1.2), "4 tools, 17 manifests"),
                new ReportStage("CreateCluster", "passed", TimeSpan.FromSeconds(48), "3 nodes"),
                new ReportStage("LoadTest", "passed", TimeSpan.FromSeconds(18.4), $"{document.Overall.Requests} requests"),
                new ReportStage("ScanSecurity", "skipped", null, null, "trivy's database cannot be reached"),
            ],
            Metrics = document,
            Thresholds = thresholds,
            Notes = ["HTTPS answers were not verified against a certificate."],
            Artifacts = ["metrics.json", "report.html", "failures.ndjson"],
        };
    }

    public static ReportModel NoLoad() => Of(Runs.Empty()) with
    {
        Verdict = ReportVerdict.Infrastructure,
        Reasons = ["CreateCluster: the Docker engine does not answer"],
        Metrics = null,
        Thresholds = [],
        Stages = [new ReportStage("CreateCluster", "failed", TimeSpan.FromSeconds(2), null, "the Docker engine does not answer"), new ReportStage("LoadTest", "not run", null, null, "CreateCluster failed")],
    };

    public static ReportModel HostileModel() => Of(Runs.Of(Runs.Typical().Recorded, [Hostile, "bar"])) with
    {
        Metrics = HostileDocument(Runs.Document(Runs.Of(Runs.Typical().Recorded, [Hostile, "bar"]))),
        Reasons = [Hostile],
        Header = Runs.Header with { Ref = Hostile, Command = Hostile, RunId = Hostile, Cluster = Hostile, Options = new Dictionary<string, string> { [Hostile] = Hostile } },
        Stages = [new ReportStage(Hostile, Hostile, null, Hostile, Hostile)],
        FirstCause = [Hostile],
        Evidence = [Hostile, "`````` fence"],
        Notes = [Hostile],
        Artifacts = [Hostile],
        Scan = new ScanSummary(Hostile, [KeyValuePair.Create(Hostile, 3)]),
        Baseline = new EarlierRun(Hostile, new Headline(1, 2, 3, 4, 1)),
    };

    /// <summary>Every text of metrics.json that is a string in its type.</summary>
    private static MetricsDocument HostileDocument(MetricsDocument document)
    {
        var kinds = new Dictionary<string, long> { [Hostile] = 3 };
        return document with
        {
            Load = document.Load with { Model = Hostile, Arrivals = Hostile, Engine = Hostile, Reuse = Hostile, Deviation = Hostile },
            Percentiles = document.Percentiles with { Definition = Hostile, Source = Hostile, Description = Hostile },
            Confidence = document.Confidence! with { Method = Hostile, Seed = Hostile },
            Overall = document.Overall with { FailuresByKind = kinds },
            Routes = [.. document.Routes.Select(route => route with { Failures = 3, FailuresByKind = kinds })],
            Seconds = [.. document.Seconds.Select(second => second with { FailuresByKind = kinds })],
        };
    }

    private static TestCaseData Case(string name, ReportModel model) => new TestCaseData(model).SetArgDisplayNames(name);
}
