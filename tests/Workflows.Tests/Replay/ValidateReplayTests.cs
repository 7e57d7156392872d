using System.Text.Json.Nodes;
using Gauntlet.Build.Cli;
using Gauntlet.GitHubStandIn;

namespace Gauntlet.Workflows.Tests.Replay;

/// <summary>
/// validate.yml, step by step, on the embedded cluster: what GitHub would run, with GitHub's files, for a pull request that passes and for others.
/// </summary>
[Category("Tools")] // too long for the 120 s of the default category
internal sealed class ValidateReplayTests
{
    private const string Evidence = "Keep the evidence";
    private const string History = "artifacts/history.ndjson";

    private static readonly string[] Chain =
    [
        .. Workflow.Read("validate.yml").Job("validate").Steps.Select(step => step.Name).SkipWhile(step => step != "Deploy")
            .TakeWhile(step => step != "ScanSecurity"),
    ];

    private static readonly StoredPullRequest Pull = new(12, ReplayBench.Sha, GitHubServer.Repository, "feature/faster");

    [Test]
    public async Task Validate_GoodChange_RunsEveryStepAndComments()
    {
        await using var bench = await StartAsync();
        bench.Overrides["GITHUB_BASE_REF"] = "main";
        await bench.RunAsync("validate.yml", "validate");
        await KeepAsMainsAsync(bench);

        var validate = await bench.RunAsync("validate.yml", "validate");
        var comment = await bench.RunAsync("validate.yml", "comment");

        Assert.That(validate.Steps.Select(run => run.Outcome), Is.All.EqualTo(StepOutcome.Success), validate.ToString());
        var outputs = validate[RunTargets.Verdict].Files!.Outputs;
        Assert.That(outputs["verdict"], Is.EqualTo("pass"));
        Assert.That(double.Parse(outputs["p95"], System.Globalization.CultureInfo.InvariantCulture), Is.Positive);
        Assert.That(double.Parse(outputs["rps"], System.Globalization.CultureInfo.InvariantCulture), Is.Positive);
        Assert.That(File.Exists(outputs["report"]));
        Assert.That(validate[RunTargets.Verdict].Files!.Summary, Does.StartWith("## ✅ Gauntlet: Pass").And.Contains("| main | change |"));
        Assert.That(await File.ReadAllLinesAsync(Path.Combine(bench.Copy.Root, History)), Has.Length.EqualTo(2));
        Assert.That(validate["CreateCluster"].Files!.Environment["KUBECONFIG"], Is.EqualTo(bench.Copy.Artifact("kubeconfig")));
        Assert.That(
            Directory.EnumerateFiles(bench.Artifacts.PathOf("gauntlet")).Select(Path.GetFileName),
            Does.Contain("state.json").And.Contains("metrics.json").And.Not.Contain("kubeconfig"));
        Assert.That(comment.Steps.Select(run => run.Outcome), Is.All.EqualTo(StepOutcome.Success), comment.ToString());
        Assert.That(bench.Server.Comments.Single().Body, Does.Contain("## ✅ Gauntlet: Pass"));
    }

    [Test]
    public async Task Validate_BreachedThreshold_StopsNothingAndFailsAtTheVerdict()
    {
        await using var bench = await StartAsync();
        bench.Overrides["GAUNTLET_THRESHOLD"] = "p(95) < 0.001";

        var validate = await bench.RunAsync("validate.yml", "validate");
        await bench.RunAsync("validate.yml", "comment");

        Assert.That(validate.With(StepOutcome.Failure), Is.EqualTo(new[] { "LoadTest", RunTargets.Verdict }), validate.ToString());
        Assert.That(validate.With(StepOutcome.Skipped), Is.Empty);
        Assert.That(validate["LoadTest"].Result!.ExitCode, Is.EqualTo(1));
        Assert.That(validate["LoadTest"].Result!.Output, Does.Contain("\n::error title=LoadTest::p(95) < 0.001: breached"));
        Assert.That(validate[RunTargets.Verdict].Result!.ExitCode, Is.EqualTo(1));
        Assert.That(validate[RunTargets.Verdict].Result!.Output, Does.Not.Contain("::error"), "each fault is annotated once, at its own step");
        Assert.That(validate[RunTargets.Verdict].Files!.Outputs["verdict"], Is.EqualTo("fail"));
        Assert.That(bench.Server.Comments.Single().Body, Does.Contain("## ❌ Gauntlet: Fail").And.Contains("p&#40;95&#41; &#60; 0.001"));
    }

    [Test]
    public async Task Validate_WorkloadThatCannotStart_EndsTheChainAndStillCleansUp()
    {
        await using var bench = await StartAsync();
        bench.Copy.Replace("manifests/echo/foo-deployment.yaml", "http-echo:1.0.0", "http-echo:9.9.9");

        var validate = await bench.RunAsync("validate.yml", "validate");

        Assert.That(validate.With(StepOutcome.Failure), Is.EqualTo(new[] { "CheckHealth", RunTargets.Verdict }), validate.ToString());
        Assert.That(validate.With(StepOutcome.Skipped), Is.EqualTo(Chain.SkipWhile(stage => stage != "CheckHealth").Skip(1)));
        Assert.That(validate["CheckHealth"].Result!.Output, Does.Contain("::error file=manifests/echo/foo-deployment.yaml,line=1,title="));
        Assert.That(
            Directory.EnumerateFiles(bench.Artifacts.PathOf("gauntlet"), "*", SearchOption.AllDirectories).Select(Path.GetFileName),
            Does.Contain("stages.txt"));
        Assert.That(File.Exists(bench.Copy.Artifact("kubeconfig")), Is.False);
        Assert.That(validate[RunTargets.Verdict].Result!.ExitCode, Is.EqualTo(1));
    }

    [Test]
    public async Task Validate_BadManifest_CreatesNothingAndSaysUsage()
    {
        await using var bench = await StartAsync();
        bench.Copy.Replace("manifests/echo/ingress.yaml", "  name: echo", "  nome: echo");

        var validate = await bench.RunAsync("validate.yml", "validate");

        Assert.That(validate.With(StepOutcome.Skipped), Is.EqualTo(new[] { "Test", "CreateCluster" }.Concat(Chain)), validate.ToString());
        Assert.That(validate[RunTargets.Verdict].Result!.ExitCode, Is.EqualTo(2));
        Assert.That(validate[Evidence].Outcome, Is.EqualTo(StepOutcome.Success));
    }

    /// <summary>What scheduled.yml would have kept, had main been measured last night.</summary>
    private static async Task KeepAsMainsAsync(ReplayBench bench)
    {
        var run = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(bench.Copy.Root, History)))!;
        (run["runId"], run["ref"]) = ("last-night", "main");
        var kept = bench.Artifacts.CacheOf(History);
        Directory.CreateDirectory(Path.GetDirectoryName(kept)!);
        await File.WriteAllTextAsync(kept, run.ToJsonString() + "\n");
    }

    private static Task<ReplayBench> StartAsync() => ReplayBench.StartAsync(Pull, server => ActionsFolder.ForPullRequest(server, Pull));
}
