using Gauntlet.Checks;
using Gauntlet.Metrics.Model;
using Gauntlet.Reports.Load;

namespace Gauntlet.Reports.Tests;

/// <summary>Reports around the runs of <see cref="Runs"/>.</summary>
internal static class Documents
{
    public const string Hostile = "x | y\n\n</details><script>alert(1)</script> ```\n``` @octocat #12 [a](javascript:1) ![i](http://evil.example/p.png) <!-- "
        + "& **b** `c` \u202E\u0007 www.evil.example";

    public static IEnumerable<TestCaseData> All()
    {
        yield return Case("typical", Of(Runs.Typical(), new EarlierRun("main@305fba7", new Headline(0.91, 2.05, 5.4, 1000, 1))));
        yield return Case("failed", Of(Runs.Typical(failEvery: 7)).With(
            new Section("What went wrong first", Importance.Cause, new Lines(["pod echo/foo-1: CrashLoopBackOff", "exit code 1"])),
            Evidence("line 1", "line 2")));
        yield return Case("empty", Of(Runs.Empty()));
        yield return Case("one", Of(Runs.One()));
        yield return Case("only failures", Of(Runs.OnlyFailures()));
        yield return Case("only timeouts", Of(Runs.OnlyTimeouts()));
        yield return Case("large", Of(Runs.Large()));
        yield return Case("no load", NoLoad());
        yield return Case("hostile", HostileDocument());
    }

    public static Document Of(LoadRun run, EarlierRun? earlier = null)
    {
        var metrics = Thresholds.Store(
            Runs.Document(run), [.. Thresholds.Defaults, Thresholds.Parse("latency{route:foo}.p(99.9) < 500ms"), Thresholds.Parse("rps >= 0.98 * offered")]);
        var verdict = LoadVerdict.Judge(metrics, metrics.Thresholds!);
        var part = LoadReport.Of(metrics, earlier);
        return new Document
        {
            Run = metrics.Header.RunId,
            Outcome = verdict.Outcome,
            Verdict = verdict.Outcome.ToString(),
            Reasons = verdict.Reasons,
            Headline = part.Headline,
            Origin = ["main", "kind cluster"],
            Notes = ["HTTPS answers were not verified against a certificate.", .. part.Notes],
            Sections = [],
            Checks = [new Check("stages", "Deploy", CheckOutcome.Pass, "done", TimeSpan.FromSeconds(48)), new Check("stages", "ScanSecurity", null, "no trivy"),
                .. part.Checks],
            Series = [new Series("gauntlet_verdict", "1 for the verdict.", [new Sample(1, ("verdict", "pass"))]), .. part.Series],
        }.With([.. part.Sections, Stages, Repeat, Table(part.Facts)]);
    }

    public static Document NoLoad() => Of(Runs.Empty()) with
    {
        Outcome = null,
        Verdict = "Infrastructure failure: no verdict on the change",
        Reasons = ["CreateCluster: the Docker engine does not answer"],
        Sections = [LoadReport.Without("No load figures: LoadTest not run (CreateCluster failed)."), Stages],
    };

    /// <summary>A foreign text wherever a report has one.</summary>
    public static Document HostileDocument()
    {
        var run = Runs.Of(Runs.Typical().Recorded, [Hostile, "bar"]);
        var part = LoadReport.Of(Hurt(Runs.Document(run)), new EarlierRun(Hostile, new Headline(1, 2, 3, 4, 1)));
        return new Document
        {
            Run = Hostile,
            Outcome = CheckOutcome.Pass,
            Verdict = Hostile,
            Reasons = [Hostile],
            Headline = part.Headline,
            Origin = [Hostile],
            Notes = [Hostile, .. part.Notes],
            Sections =
            [
                new Section(Hostile, Importance.Cause, new Lines([Hostile]), new Paragraph(Hostile)) { Fold = Fold.Always, Hint = Hostile }, .. part.Sections,
                new Section(Hostile, Importance.Findings,
                    new Table(Hostile, [Hostile, new Column(Hostile, IsFigure: true)], [[Hostile, new Cell(Hostile, Hostile)]]) { Below = Hostile }),
                Table([(Hostile, Hostile), .. part.Facts]), Evidence(Hostile, "`````` fence"),
            ],
            Checks = [new Check("stages", Hostile, null, Hostile), .. part.Checks],
            Series = part.Series,
        };
    }

    public static Section Evidence(params string[] lines) => new("Evidence", Importance.Background, new Lines(lines)) { Fold = Fold.Always };

    public static Document With(this Document document, params Section[] sections) =>
        document with { Sections = [.. document.Sections.Concat(sections).OrderBy(section => section.Importance)] };

    private static Section Stages =>
        new("Stages", Importance.Course,
        new Table("stages", ["stage", "status", new Column("time", IsFigure: true)], [["Validate", "passed", "1.20 s"], ["ScanSecurity", "skipped", "–"]]))
        {
            Fold = Fold.InComments,
            Hint = "1 passed, 1 skipped",
        };

    private static Section Repeat =>
        new("Repeat it", Importance.Background, new Lines(["./build.sh --target=Full"], "sh"), new Paragraph("Files: metrics.json, report.html."));

    private static Section Table(IEnumerable<(string, string)> facts) =>
        new("Machine, versions and options", Importance.Background, Reports.Table.Of("facts", facts)) { Fold = Fold.Always };

    /// <summary>Every text of metrics.json that is a string in its type.</summary>
    private static MetricsDocument Hurt(MetricsDocument document)
    {
        var kinds = new Dictionary<string, long> { [Hostile] = 3 };
        return document with
        {
            Load = document.Load with { Model = Hostile, Arrivals = Hostile, Engine = Hostile, Reuse = Hostile, Deviation = Hostile },
            Timeline = [new Moment(-1, Hostile), new Moment(0, Hostile), new Moment(1, Hostile)],
            Percentiles = document.Percentiles with { Definition = Hostile, Source = Hostile, Description = Hostile },
            Confidence = document.Confidence! with { Method = Hostile, Seed = Hostile },
            Overall = document.Overall with { FailuresByKind = kinds },
            Routes = [.. document.Routes.Select(route => route with { Failures = 3, FailuresByKind = kinds })],
            Seconds = [.. document.Seconds.Select(second => second with { FailuresByKind = kinds })],
            Thresholds = [new ThresholdResult(Hostile, FigureUnit.Count, null, null, null, 1, CheckOutcome.Fail, Hostile)],
        };
    }

    private static TestCaseData Case(string name, Document document) => new TestCaseData(document).SetArgDisplayNames(name);
}
