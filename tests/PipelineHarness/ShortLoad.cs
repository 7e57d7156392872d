namespace Gauntlet.PipelineHarness;

/// <summary>The load of a run that must pass however busy the machine is.</summary>
public static class ShortLoad
{
    /// <summary>A short closed loop that is held against its errors alone: how fast this machine is does not matter.</summary>
    public static IReadOnlyList<string> Arguments { get; } = ["--requests=600", "--connections=10", "--warm-up=100", "--threshold=errors.rate < 1%"];
}
