using Gauntlet.HostBench;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Build.Tests.Runs;

/// <summary>Runs that must pass, however busy the machine is.</summary>
internal static class PassingRun
{
    /// <summary>Starts the host as a process and fails unless it exits with 0.</summary>
    public static async Task<PipelineResult> PassAsync(this ProjectCopy copy, params string[] arguments) => Passed(await copy.RunAsync(arguments));

    /// <summary>Runs the host within this process and fails unless it exits with 0.</summary>
    public static async Task<PipelineResult> PassInProcessAsync(this ProjectCopy copy, params string[] arguments) =>
        Passed(await copy.RunInProcessAsync(arguments));

    private static PipelineResult Passed(PipelineResult run)
    {
        Assert.That(run.ExitCode, Is.Zero, run.ToString());
        return run;
    }
}
