namespace Gauntlet.PullRequests.Tests.Workflows;

/// <summary>What the workflows of pull requests promise beyond the rules for all.</summary>
internal sealed class ValidateWorkflowTests
{
    private static readonly string[] Order =
    [
        "Validate", "Test", "CreateCluster", "Deploy", "CheckHealth", "LoadTest", "ScanSecurity", "CollectDiagnostics", "DeleteCluster", "Keep the evidence", "Verdict",
    ];

    private static Workflow Validate => Workflow.Read("validate.yml");

    private static Workflow Comment => Workflow.Read("comment.yml");

    [Test]
    public void Validate_Steps_AreOnePerStageInThePipelinesOrder()
    {
        var steps = Validate.Job("validate").Steps;

        Assert.That(steps.Skip(2).Select(step => step.Name), Is.EqualTo(Order));
        Assert.That(steps.Where(step => step.Run is not null).Select(step => step.Run!.Split(' ')[1]), Is.EqualTo(Order.Where(name => name != "Keep the evidence").Select(name => "--target=" + name)));
    }

    [TestCase("ScanSecurity", "!cancelled()")]
    [TestCase("CollectDiagnostics", "!cancelled()")]
    [TestCase("DeleteCluster", "always()")]
    [TestCase("Keep the evidence", "always()")]
    [TestCase("Verdict", "!cancelled()")]
    public void Validate_StepsAfterAFailure_StillRun(string step, string condition) =>
        Assert.That(Validate.Job("validate").Step(step).Condition, Is.EqualTo($"${{{{ {condition} }}}}"));

    [TestCase("ScanSecurity")]
    [TestCase("Verdict")]
    public void Validate_Scan_IsRequired(string step) => Assert.That(Validate.Job("validate").Step(step).Run, Does.EndWith("--require=ScanSecurity"));

    [Test]
    public void Validate_Evidence_LeavesTheKubeconfigOut() =>
        Assert.That(Validate.Job("validate").Step("Keep the evidence").With["path"].Split('\n', StringSplitOptions.RemoveEmptyEntries), Does.Contain("!artifacts/kubeconfig"));

    [Test]
    public void Validate_JobWithThePullRequestsCode_MayOnlyReadAndHasNoToken()
    {
        var job = Validate.Job("validate");

        Assert.That(job.Permissions, Is.EquivalentTo(new Dictionary<string, string> { ["contents"] = "read" }));
        Assert.That(job.Steps.SelectMany(step => step.Environment.Keys), Is.Empty);
        Assert.That(Validate.Triggers, Is.EqualTo(new[] { "pull_request" }));
    }

    [Test]
    public void Validate_JobThatComments_RunsTheTargetBranchForTheSameRepositoryOnly()
    {
        var job = Validate.Job("comment");

        Assert.That(job.Needs, Is.EqualTo("validate"));
        Assert.That(job.Condition, Does.Contain("github.event.pull_request.head.repo.full_name == github.repository"));
        Assert.That(job.Steps[0].With["ref"], Is.EqualTo("${{ github.event.pull_request.base.sha }}"));
        Assert.That(job.Step("PostComment").Run, Is.EqualTo("./build.sh --target=PostComment --from=\"$RUNNER_TEMP/gauntlet\""));
    }

    [Test]
    public void Comment_ForForks_ChecksOutTheDefaultBranchAndKeepsTheArtifactApart()
    {
        var job = Comment.Job("comment");
        var checkout = job.Steps.Single(step => step.Uses?.StartsWith("actions/checkout@", StringComparison.Ordinal) == true);

        Assert.That(Comment.Triggers, Is.EqualTo(new[] { "workflow_run" }));
        Assert.That(job.Condition, Does.Contain("workflow_run.head_repository.full_name != github.repository"));
        Assert.That(checkout.With["ref"], Is.EqualTo("${{ github.event.repository.default_branch }}"));
        Assert.That(job.Step("Fetch the results").With["path"], Is.EqualTo("${{ runner.temp }}/gauntlet"));
    }

    [Test]
    public void Tokens_OfAllWorkflows_GoToPostCommentAlone()
    {
        var holders = RepositoryFiles.Workflows.Select(Workflow.Read).SelectMany(workflow => workflow.Jobs).SelectMany(job => job.Steps)
            .Where(step => step.Environment.Count > 0);

        Assert.That(holders.Select(step => step.Name), Is.All.EqualTo("PostComment").And.Not.Empty);
    }

    [Test]
    public void Scheduled_Job_HasNoPermissionToWrite() =>
        Assert.That(Workflow.Read("scheduled.yml").Jobs.SelectMany(job => job.Permissions.Values), Is.All.EqualTo("read"));
}
