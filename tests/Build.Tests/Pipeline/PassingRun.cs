using Gauntlet.PipelineHarness;

namespace Gauntlet.Build.Tests.Pipeline;

/// <summary>Runs that must pass, however busy the machine is.</summary>
internal static class PassingRun
{
    /// <summary>Starts the host and fails unless it exits with 0.</summary>
    public static async Task<PipelineResult> PassAsync(this ProjectCopy copy, params string[] arguments)
    {
        var run = await copy.RunAsync(arguments);
        Assert.That(run.ExitCode, Is.Zero, run.ToString());
        return run;
    }
}
