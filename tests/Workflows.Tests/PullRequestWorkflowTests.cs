using Gauntlet.Build.Cli;
using Gauntlet.Build.Pipeline;

namespace Gauntlet.Workflows.Tests;

/// <summary>What the workflows of pull requests promise beyond the rules for all.</summary>
internal sealed class PullRequestWorkflowTests
{
    private const string Evidence = "Keep the evidence";

    private static readonly string[] Order =
        [.. StageCatalog.Host.Names.Where(stage => stage != "PostComment"), Evidence, RunTargets.Verdict];

    private const string MainsFigures = "Fetch the figures of main";

    private static Workflow Validate { get; } = Workflow.Read("validate.yml");

    private static Workflow Comment { get; } = Workflow.Read("comment.yml");

    [Test]
    public void Validate_Steps_AreOnePerStageInThePipelinesOrder()
    {
        var steps = Validate.Job("validate").Steps;

        Assert.That(steps.Skip(2).Select(step => step.Name).Where(name => name != MainsFigures), Is.EqualTo(Order));
        Assert.That(
            steps.Where(step => step.Run is not null).Select(step => step.Run!.Split(' ')[1]),
            Is.EqualTo(Order.Where(name => name != Evidence).Select(name => "--target=" + name)));
    }

    [TestCase("ScanSecurity", "!cancelled()")]
    [TestCase("CollectDiagnostics", "!cancelled()")]
    [TestCase("DeleteCluster", "always()")]
    [TestCase(Evidence, "always()")]
    [TestCase(RunTargets.Verdict, "!cancelled()")]
    public void Validate_StepsAfterAFailure_StillRun(string step, string condition) =>
        Assert.That(Validate.Job("validate").Step(step).Condition, Is.EqualTo($"${{{{ {condition} }}}}"));

    [TestCase("ScanSecurity")]
    [TestCase(RunTargets.Verdict)]
    public void Validate_Scan_IsRequired(string step) =>
        Assert.That(Validate.Job("validate").Step(step).Run!.Split(' '), Does.Contain("--require=ScanSecurity"));

    [Test]
    public void Validate_JobWithThePullRequestsCode_MayOnlyReadAndHasNoToken()
    {
        var job = Validate.Job("validate");

        Assert.That(job.Permissions, Is.EquivalentTo(new Dictionary<string, string> { ["contents"] = "read" }));
        Assert.That(job.Steps.SelectMany(step => step.Environment.Keys), Is.Empty);
    }

    [Test]
    public void Validate_JobThatComments_RunsTheTargetBranchForTheSameRepositoryOnly()
    {
        var job = Validate.Job("comment");

        Assert.That(job.Needs, Is.EqualTo("validate"));
        Assert.That(job.Condition, Does.Contain("github.event.pull_request.head.repo.full_name == github.repository"));
        Assert.That(job.Steps[0].With["ref"], Is.EqualTo("${{ github.event.pull_request.base.sha }}"));
    }

    [Test]
    public void Comment_ForForks_ChecksOutTheDefaultBranchAndKeepsTheArtifactApart()
    {
        var job = Comment.Job("comment");
        var checkout = job.Steps.Single(step => step.Uses?.StartsWith("actions/checkout@", StringComparison.Ordinal) == true);

        Assert.That(job.Condition, Does.Contain("workflow_run.head_repository.full_name != github.repository"));
        Assert.That(checkout.With["ref"], Is.EqualTo("${{ github.event.repository.default_branch }}"));
        Assert.That(job.Step("Fetch the results").With["path"], Is.EqualTo("${{ runner.temp }}/gauntlet"));
    }

    [Test]
    public void Scheduled_Job_HasNoPermissionToWrite() =>
        Assert.That(Workflow.Read("scheduled.yml").Jobs.SelectMany(job => job.Permissions.Values), Is.All.EqualTo("read"));

    [Test]
    public void Scheduled_History_IsTheOneFileThatIsFetchedComparedAndKept()
    {
        var job = Workflow.Read("scheduled.yml").Job("load");
        var file = job.Step("Fetch the figures of the runs before").With["path"];

        Assert.That(job.Step("Full").Run!.Split(' '), Does.Contain("--history=" + file));
        Assert.That(job.Step("Keep the figures").With["path"], Is.EqualTo(file));
        Assert.That(job.Step("Keep the figures").With["key"], Does.StartWith(job.Step("Fetch the figures of the runs before").With["restore-keys"]));
    }

    /// <summary>What a pull request kept would be the next one's measure, whoever wrote it.</summary>
    [Test]
    public void Validate_FiguresOfMain_AreFetchedBeforeTheLoadAndNeverKept()
    {
        var (steps, scheduled) = (Validate.Job("validate").Steps, Workflow.Read("scheduled.yml").Job("load"));
        var fetch = Validate.Job("validate").Step(MainsFigures);

        Assert.That(steps.SkipWhile(step => step.Name != MainsFigures).ElementAt(1).Name, Is.EqualTo("LoadTest"));
        Assert.That(Validate.Job("validate").Step("LoadTest").Run!.Split(' '), Does.Contain("--history=" + fetch.With["path"]));
        Assert.That((fetch.With["path"], fetch.With["restore-keys"]),
            Is.EqualTo((scheduled.Step("Keep the figures").With["path"], scheduled.Step("Fetch the figures of the runs before").With["restore-keys"])));
        Assert.That(steps.Where(step => step.Uses?.StartsWith("actions/cache", StringComparison.Ordinal) == true).Select(step => step.Uses![..21]),
            Is.EqualTo(new[] { "actions/cache/restore" }));
    }
}
