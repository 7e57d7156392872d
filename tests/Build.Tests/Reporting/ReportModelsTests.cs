using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Reporting;
using Gauntlet.Build.Stages.CheckHealth;
using Gauntlet.Build.Stages.CollectDiagnostics;
using Gauntlet.Build.Stages.Deploy;
using Gauntlet.Build.Stages.Test;
using Gauntlet.Build.Stages.Validate;
using Gauntlet.Build.Tests.Pipeline;
using Gauntlet.Reports;

namespace Gauntlet.Build.Tests.Reporting;

[TestFixture]
public sealed class ReportModelsTests
{
    [TestCase(StageOutcome.Pass, "passed", "done", null)]
    [TestCase(StageOutcome.Skipped, "skipped", null, "done")]
    [TestCase(StageOutcome.Running, "not run", null, "under way when this report was made")]
    [TestCase(StageOutcome.Fail, "failed", null, "fail: it broke")]
    [TestCase(StageOutcome.Infrastructure, "failed", null, "infrastructure: it broke")]
    public void Create_Stage_IsToldByItsOutcome(StageOutcome outcome, string status, string? summary, string? detail)
    {
        var stage = Create(States.New().With(States.Slot<DeployResult>(outcome))).Stages.Single(stage => stage.Name == "Deploy");

        Assert.That((stage.Status, stage.Summary, stage.Reason), Is.EqualTo((status, summary, detail)));
    }

    [Test]
    public void Create_Verdict_IsTheRunsWithItsReasons(
        [Values(StageOutcome.Pass, StageOutcome.Fail, StageOutcome.Usage, StageOutcome.Infrastructure, StageOutcome.Inconclusive)] StageOutcome outcome)
    {
        using var bench = Bench(States.Passed());

        var model = ReportModels.Create(bench.Context, new RunVerdict(outcome, ["why"], []), metrics: null);

        Assert.That((model.Verdict.ToString(), model.Reasons.Single()), Is.EqualTo((outcome.ToString(), "why")));
    }

    [TestCase(1, 0)]
    [TestCase(2, 2)]
    public void Create_FirstCauseOfOneLine_IsLeftOutWhereTheReasonSaysIt(int lines, int shown)
    {
        var cause = Enumerable.Range(1, lines).Select(line => $"line {line}").ToList();
        var state = States.Passed()
            .With(States.Slot<DeployResult>(StageOutcome.Fail))
            .With(States.Slot<DiagnosticsResult>(StageOutcome.Pass) with { Result = new DiagnosticsResult("diagnostics", 1, 1, cause) });

        Assert.That(Create(state).FirstCause, Has.Count.EqualTo(shown));
    }

    [Test]
    public void Create_EvidenceOfSeveralStages_IsBounded()
    {
        var problem = new StageProblem("it broke", null, [.. Enumerable.Range(1, 25).Select(line => $"line {line}")]);
        var state = States.Passed()
            .With(States.Slot<TestResult>(StageOutcome.Fail) with { Problem = problem })
            .With(States.Slot<DeployResult>(StageOutcome.Fail) with { Problem = problem });

        Assert.That(Create(state).Evidence, Has.Count.EqualTo(30));
    }

    [Test]
    public void Create_WhatAReaderHasToKnow_StandsInTheNotes()
    {
        var state = States.Passed()
            .With(States.Slot<ValidationResult>(StageOutcome.Pass) with { Result = new ValidationResult("embedded", "no Docker engine answers", [], 0, [], ["a warning"]) })
            .With(States.Slot<HealthResult>(StageOutcome.Pass) with { Result = new HealthResult([], [], ["logs are simulated"]) });

        Assert.That(Create(state).Notes, Is.EqualTo(new[] { "The embedded cluster was chosen because no Docker engine answers.", "logs are simulated", "a warning" }));
    }

    private static ReportModel Create(PipelineState state)
    {
        using var bench = Bench(state);
        return ReportModels.Create(bench.Context, RunVerdict.Of(state, []), metrics: null);
    }

    private static StageBench Bench(PipelineState state)
    {
        var bench = new StageBench("--target=Verdict");
        bench.Context.State = state;
        return bench;
    }
}
