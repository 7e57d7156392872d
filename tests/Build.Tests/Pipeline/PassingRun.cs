using Gauntlet.PipelineHarness;

namespace Gauntlet.Build.Tests.Pipeline;

/// <summary>Runs that must pass, however busy the machine is.</summary>
internal static class PassingRun
{
    /// <summary>A short closed loop that is held against its errors alone: how fast this machine is does not matter.</summary>
    public static IReadOnlyList<string> ShortLoad { get; } = ["--requests=600", "--connections=10", "--warm-up=100", "--threshold=errors.rate < 1%"];

    /// <summary>Starts the host and fails unless it exits with 0.</summary>
    public static async Task<PipelineResult> PassAsync(this ProjectCopy copy, params string[] arguments)
    {
        var run = await copy.RunAsync(arguments);
        Assert.That(run.ExitCode, Is.Zero, run.ToString());
        return run;
    }
}
