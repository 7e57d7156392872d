namespace Gauntlet.Build.Tools;

/// <summary>The time that all downloads have together; it runs from the first one on.</summary>
internal sealed class DownloadBudget(TimeSpan total, TimeProvider time)
{
    private readonly Lazy<long> _started = new(time.GetTimestamp);

    public TimeSpan Total { get; } = total;

    /// <summary>What is left of it; zero when it is spent.</summary>
    public TimeSpan Remaining()
    {
        var left = Total - time.GetElapsedTime(_started.Value);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
