using Gauntlet.GitHubStandIn;
using Gauntlet.HostBench;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Build.Tests.Runs;

/// <summary>A pull request whose load test breaches its threshold: everything after it still runs, once, and the verdict is kept.</summary>
[TestFixture]
[Platform("Linux")]
public sealed class BreachedThresholdTests
{
    private const int Number = 7;
    private ProjectCopy _copy = null!;
    private GitHubServer _github = null!;
    private ActionsFolder _actions = null!;
    private PipelineResult _run = null!;
    private IReadOnlyList<string> _writes = [];

    [OneTimeSetUp]
    public async Task RunAsync()
    {
        _copy = ProjectCopy.Create();
        _copy.AddTrivy();
        _github = await GitHubServer.StartAsync();
        var pull = new StoredPullRequest(Number, new string('a', 40), GitHubServer.Repository, "change");
        _github.Add(pull);
        _actions = ActionsFolder.ForPullRequest(_github, pull);
        _run = await _copy.RunInProcessAsync(
            _actions.Environment, "--target=Full", "--cluster=embedded", "--skip=Test",
            "--rate=300", "--duration=1s", "--warm-up=0.2s", "--threshold", "p(95) < 0.001");
        _writes = _github.Writes;
    }

    [OneTimeTearDown]
    public async Task DeleteAsync()
    {
        _actions?.Dispose();
        await _github.DisposeAsync();
        await _copy.DisposeAsync();
    }

    [Test]
    public void Full_BreachedThreshold_IsTheVerdictFail()
    {
        Assert.That(_run.ExitCode, Is.EqualTo(1), _run.ToString());
        Assert.That(_run.Output, Does.Contain("Verdict: fail").And.Contain("p(95) < 0.001"));
        Assert.That((string?)_run.State["loadTest"]!["outcome"], Is.EqualTo("fail"));
    }

    [Test]
    public void Full_BreachedThreshold_IsPostedOnce()
    {
        Assert.That(_writes, Is.EqualTo(new[] { $"POST repos/{GitHubServer.Repository}/issues/{Number}/comments" }));
        Assert.That(_github.Comments.Single().Body, Does.Contain("p(95) < 0.001"));
    }

    [Test]
    public void Full_BreachedThreshold_StillScansOnce()
    {
        var scans = _copy.TrivyCalls().Where(call => call.StartsWith("fs ", StringComparison.Ordinal) && !call.Contains("--download-db-only"));
        Assert.That(scans.ToList(), Has.Count.EqualTo(1));
        Assert.That(File.Exists(_copy.Artifact("trivy.sarif")), Is.True);
    }

    [Test]
    public void Full_BreachedThreshold_DeletesTheCluster()
    {
        Assert.That((string?)_run.State["deleteCluster"]!["outcome"], Is.EqualTo("pass"));
        Assert.That(File.Exists(_copy.Artifact("kubeconfig")), Is.False);
        Assert.That(LeftProcesses.Of(_copy), Is.Empty);
    }

    /// <summary>As a workflow does that may write, on what a run that may not has uploaded.</summary>
    [Test]
    public async Task Verdict_FromTheFolderOfAnotherRun_IsThatRuns()
    {
        await using var other = ProjectCopy.Create();

        var verdict = await other.RunInProcessAsync("--target=Verdict", "--from=" + _copy.Artifact("."), "--skip=Test");

        Assert.That(verdict.ExitCode, Is.EqualTo(1), verdict.ToString());
        Assert.That(verdict.Output, Does.Contain("p(95) < 0.001"));
    }

    [Test]
    public async Task PostComment_FromTheFolderOfAnotherRun_SendsThatRunsFigures()
    {
        await using var other = ProjectCopy.Create();

        var printed = await other.RunInProcessAsync("--target=PostComment", "--from=" + _copy.Artifact("."), "--comment=print");

        Assert.That(printed.ExitCode, Is.Zero, printed.ToString());
        Assert.That(printed.Output, Does.Contain("p(95) < 0.001"));
        Assert.That(File.Exists(other.Artifact("report.md")), Is.False, "the reports are the other run's");
    }
}
