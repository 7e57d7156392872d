using System.Text.Json.Nodes;
using Gauntlet.GitHubStandIn;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Workflows.Tests.Replay;

/// <summary>security.yml, step by step: what code scanning gets of a scan, whatever the scan found, and that a fork's pull request hands it nothing.</summary>
[Category("Tools")] // beside the replay of validate.yml
internal sealed class SecurityReplayTests
{
    private static readonly StoredPullRequest Pull = new(12, ReplayBench.Sha, GitHubServer.Repository, "feature/faster");

    [Test]
    public async Task Scan_NoFinding_RunsEveryStepAndHandsAnEmptyReportOver()
    {
        await using var bench = await StartAsync(Pull);

        var scan = await bench.RunAsync("security.yml", "scan");
        var upload = await bench.RunAsync("security.yml", "upload");

        Assert.That(scan.Steps.Concat(upload.Steps).Select(run => run.Outcome), Is.All.EqualTo(StepOutcome.Success), scan.ToString());
        Assert.That(Findings(bench), Is.Empty);
    }

    [Test]
    public async Task Scan_Findings_FailsItsStepAndStillHandsThemOver()
    {
        await using var bench = await StartAsync(Pull);
        bench.Copy.AddTrivyWithFindings();

        var scan = await bench.RunAsync("security.yml", "scan");
        var upload = await bench.RunAsync("security.yml", "upload");

        Assert.That(scan.With(StepOutcome.Failure), Is.EqualTo(new[] { "ScanSecurity" }), scan.ToString());
        Assert.That(scan["ScanSecurity"].Result!.ExitCode, Is.EqualTo(4), "the copy is no clone: which findings the pull request adds is not known");
        Assert.That(upload.Steps.Select(run => run.Outcome), Is.All.EqualTo(StepOutcome.Success), upload.ToString());
        Assert.That(Findings(bench), Is.Not.Empty);
    }

    [Test]
    public async Task Scan_ScannerWithoutItsDatabase_FailsBecauseItIsRequiredAndHandsNothingOver()
    {
        await using var bench = await StartAsync(Pull);
        bench.Copy.AddTrivy("echo 'FATAL init error: DB error: failed to download vulnerability DB' >&2; exit 1", download: "exit 1");

        var scan = await bench.RunAsync("security.yml", "scan");

        Assert.That(scan.With(StepOutcome.Failure), Is.EqualTo(new[] { "ScanSecurity" }), scan.ToString());
        Assert.That(scan["ScanSecurity"].Result!.ExitCode, Is.EqualTo(4), "a required stage that skips is inconclusive");
        Assert.That(scan.With(StepOutcome.Skipped), Is.EqualTo(new[] { "Keep the findings" }));
    }

    [Test]
    public async Task Upload_PullRequestOfAFork_HandsNothingOver()
    {
        await using var bench = await StartAsync(Pull with { HeadRepository = "mallory/gauntlet-demo" });

        var scan = await bench.RunAsync("security.yml", "scan");
        var upload = await bench.RunAsync("security.yml", "upload");

        Assert.That(scan.Steps.Select(run => run.Outcome), Is.All.EqualTo(StepOutcome.Success), scan.ToString());
        Assert.That(upload.Steps, Is.Empty);
    }

    private static JsonArray Findings(ReplayBench bench) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(bench.Artifacts.PathOf(JobRunner.CodeScanning), "trivy.sarif")))!["runs"]![0]!["results"]!.AsArray();

    private static Task<ReplayBench> StartAsync(StoredPullRequest pull) => ReplayBench.StartAsync(pull, server => ActionsFolder.ForPullRequest(server, pull));
}
