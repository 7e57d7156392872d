using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Stages.CheckHealth;
using Gauntlet.Build.Stages.Deploy;
using Gauntlet.Build.Stages.LoadTest;
using Gauntlet.Build.Stages.PostComment;
using Gauntlet.Build.Stages.ScanSecurity;
using Gauntlet.Build.Stages.Test;

namespace Gauntlet.Build.Tests.Pipeline;

[TestFixture]
public sealed class RunVerdictTests
{
    [Test]
    public void Of_AllPassedOrSkipped_IsPassAndListsTheSkips()
    {
        var verdict = RunVerdict.Of(States.Passed(), []);

        Assert.That(verdict.Outcome, Is.EqualTo(StageOutcome.Pass));
        Assert.That(verdict.Reasons, Is.Empty);
        Assert.That(verdict.Skipped, Is.EqualTo(new[] { "ScanSecurity: no trivy", "CollectDiagnostics: nothing failed", "PostComment: no pull request" }));
    }

    [Test]
    public void Of_NothingRan_IsInconclusive()
    {
        var verdict = RunVerdict.Of(States.New(), []);

        Assert.That(verdict.Outcome, Is.EqualTo(StageOutcome.Inconclusive));
        Assert.That(verdict.Reasons, Has.Exactly(StageCatalog.Host.Names.Count).EndsWith("did not run"));
    }

    [Test]
    public void Of_MissingStageThatWasLeftOutOnPurpose_IsNoReason() =>
        Assert.That(RunVerdict.Of(States.Passed().Without(["PostComment"]), ["PostComment"]).Outcome, Is.EqualTo(StageOutcome.Pass));

    [Test]
    public void Of_StageUnderWayThatIsLeftOut_IsNoReason() =>
        Assert.That(
            RunVerdict.Of(States.Passed().With(States.Slot<CommentResult>(StageOutcome.Running)), ["PostComment"]).Outcome,
            Is.EqualTo(StageOutcome.Pass));

    [Test]
    public void Of_RequiredStageThatSkippedInAProcessOfItsOwn_IsInconclusive()
    {
        var verdict = RunVerdict.Of(States.Passed(), [], ["scansecurity"]);

        Assert.That(verdict.Outcome, Is.EqualTo(StageOutcome.Inconclusive));
        Assert.That(verdict.Reasons, Is.EqualTo(new[] { "ScanSecurity: required, but skipped: no trivy" }));
        Assert.That(verdict.Skipped, Has.None.StartsWith("ScanSecurity"));
    }

    [TestCase(StageOutcome.Usage, 2)]
    [TestCase(StageOutcome.Fail, 1)]
    [TestCase(StageOutcome.Infrastructure, 3)]
    [TestCase(StageOutcome.Inconclusive, 4)]
    public void Of_OneStage_IsItsOutcomeAndExitCode(StageOutcome outcome, int exitCode)
    {
        var verdict = RunVerdict.Of(States.Passed().With(States.Slot<LoadResult>(outcome)), []);

        Assert.That(verdict.Outcome, Is.EqualTo(outcome));
        Assert.That(verdict.Outcome.ExitCode(), Is.EqualTo(exitCode));
        Assert.That(verdict.Reasons, Is.EqualTo(new[] { "LoadTest: it broke" }));
    }

    [Test]
    public void Of_SeveralStages_FirstOfThePrecedenceWinsAndStandsFirst()
    {
        var verdict = RunVerdict.Of(
            States.Passed()
                .With(States.Slot<TestResult>(StageOutcome.Inconclusive))
                .With(States.Slot<DeployResult>(StageOutcome.Infrastructure))
                .With(States.Slot<LoadResult>(StageOutcome.Fail)),
            []);

        Assert.That(verdict.Outcome, Is.EqualTo(StageOutcome.Fail));
        Assert.That(verdict.Reasons, Is.EqualTo(new[] { "LoadTest: it broke", "Test: it broke", "Deploy: it broke" }));
    }

    [Test]
    public void Of_StageOfAKilledProcess_IsInfrastructure() =>
        Assert.That(RunVerdict.Of(States.Passed().With(States.Slot<HealthResult>(StageOutcome.Running)), []).Outcome, Is.EqualTo(StageOutcome.Infrastructure));

    [Test]
    public void Before_StagesThatAreStillToCome_AreNotMissing() =>
        Assert.That(RunVerdict.Before("PostComment", States.Passed().Without(["PostComment", "DeleteCluster"]), [], []).Outcome, Is.EqualTo(StageOutcome.Pass));

    [Test]
    public void Before_RequiredStageThatSkipped_IsInconclusiveInTheCommentToo() =>
        Assert.That(
            RunVerdict.Before("PostComment", States.Passed().With(States.Slot<ScanResult>(StageOutcome.Skipped)), [], ["ScanSecurity"]).Outcome,
            Is.EqualTo(StageOutcome.Inconclusive));
}
