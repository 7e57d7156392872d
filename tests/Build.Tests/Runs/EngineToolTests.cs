using Gauntlet.HostBench;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Build.Tests.Runs;

/// <summary>Load engines that are tools of others.</summary>
[TestFixture]
[Platform("Linux")]
public sealed class EngineToolTests
{
    [TestCase(3)]
    [TestCase(0, "--skip=LoadTest")]
    public async Task Validate_EngineThatIsNotOnPath_IsInfrastructureUnlessNoLoadIsSent(int exitCode, params string[] options)
    {
        await using var copy = ProjectCopy.Create();

        var run = await ValidateAsync(copy, options);

        Assert.That(run.ExitCode, Is.EqualTo(exitCode), run.ToString());
        Assert.That(run.Output.Contains("k6 is not on PATH, but --engine=k6 needs it. Install it, or choose --engine=auto.", StringComparison.Ordinal),
            Is.EqualTo(exitCode != 0));
    }

    [Test]
    public async Task Validate_EngineOnPath_Passes()
    {
        await using var copy = ProjectCopy.Create();
        copy.AddTool("k6", "exit 0");

        var run = await ValidateAsync(copy);

        Assert.That(run.ExitCode, Is.Zero, run.ToString());
    }

    [Test]
    public async Task Validate_LoadThatTheEngineCannotRun_IsUsageAndNamesAllOfIt()
    {
        await using var copy = ProjectCopy.Create();
        copy.AddTool("k6", "exit 0");

        var run = await ValidateAsync(copy, "--arrivals=poisson", "--threads=2");

        Assert.That(run.ExitCode, Is.EqualTo(2), run.ToString());
        Assert.That(run.Output, Does.Contain("The load cannot be run: the engine k6 has no Poisson arrivals.")
            .And.Contains("the engine k6 has no number of threads to set."));
    }

    [Test]
    public async Task Validate_EngineOfSummariesOnly_IsNoEngine()
    {
        await using var copy = ProjectCopy.Create();

        var run = await copy.RunInProcessAsync("--target=Validate", "--cluster=embedded", "--engine=wrk");

        Assert.That(run.ExitCode, Is.EqualTo(2), run.ToString());
        Assert.That(run.Output, Does.Contain("--engine 'wrk'"));
    }

    /// <summary>A stand-in that hands over two requests, and what it was started with.</summary>
    [Test]
    [CancelAfter(120_000)]
    public async Task Full_EngineThatIsATool_IsMeasuredByItAndSeesNoTokenAndNoSettingOfItsOwn()
    {
        await using var copy = ProjectCopy.Create();
        copy.AddTool("k6", """
            if [ "$1" = version ]; then echo "k6 v1.3.0"; exit 0; fi
            env > "$(dirname "$0")/environment"
            for argument; do case $argument in json=*) points=${argument#json=} ;; esac; done
            for route in foo bar; do
              echo '{"metric":"http_req_duration","type":"Point","data":{"time":"2026-05-12T15:53:00Z","value":1.5,"tags":{"name":"'$route'","status":"200"}}}'
            done > "$points"
            """);
        var environment = new Dictionary<string, string?>
        {
            ["PATH"] = copy.Tools + ":/usr/bin:/bin",
            ["GITHUB_TOKEN"] = "a-secret-of-the-test",
            ["K6_VUS"] = "9",
            ["TRIVY_SEVERITY"] = "CRITICAL",
        };

        var run = await copy.RunInProcessAsync(
            environment, "--target=Full", "--cluster=embedded", "--skip=Test", "--skip=ScanSecurity",
            "--engine=k6", "--requests=2", "--threshold=errors.rate < 50%");

        Assert.That(run.ExitCode, Is.Zero, run.ToString());
        Assert.That(
            File.ReadAllText(copy.Artifact("metrics.json")),
            Does.Contain("\"engine\": \"k6\"").And.Contains("\"loops\": null").And.Contains("\"completed\": 2"));
        Assert.That(File.ReadAllText(copy.Artifact("state.json")), Does.Contain("1.3.0"), "Validate looked for it");
        Assert.That(
            File.ReadAllText(Path.Combine(copy.Tools, "environment")),
            Does.Not.Contain("a-secret-of-the-test").And.Not.Contains("K6_VUS").And.Not.Contains("TRIVY_"));
    }

    private static Task<PipelineResult> ValidateAsync(ProjectCopy copy, params string[] options) =>
        copy.RunInProcessAsync(
            new Dictionary<string, string?> { ["PATH"] = copy.Tools },
            ["--target=Validate", "--cluster=embedded", "--skip=ScanSecurity", "--engine=k6", .. options]);
}
