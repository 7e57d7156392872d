using Gauntlet.HostBench;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Build.Tests.Pipeline;

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
        Assert.That(run.Output.Contains("k6 is not on PATH, but --engine=k6 needs it. Install it, or choose --engine=auto.", StringComparison.Ordinal), Is.EqualTo(exitCode != 0));
    }

    [Test]
    public async Task Validate_EngineOnPath_Passes()
    {
        await using var copy = ProjectCopy.Create();
        copy.AddTool("k6", "exit 0");

        var run = await ValidateAsync(copy);

        Assert.That(run.ExitCode, Is.Zero, run.ToString());
    }

    private static Task<PipelineResult> ValidateAsync(ProjectCopy copy, params string[] options) =>
        copy.RunInProcessAsync(new Dictionary<string, string?> { ["PATH"] = copy.Tools }, ["--target=Validate", "--cluster=embedded", "--skip=ScanSecurity", "--engine=k6", .. options]);
}
