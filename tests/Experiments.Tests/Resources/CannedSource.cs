using Gauntlet.Experiments.Resources;

namespace Gauntlet.Experiments.Tests.Resources;

/// <summary>Hands over what it was given at once, then runs until it is ended.</summary>
internal sealed class CannedSource(params UsageSample[] samples) : IResourceSource
{
    /// <summary>What it says of itself at its end.</summary>
    public string? Ends { get; init; }

    /// <summary>Thrown in place of any sample.</summary>
    public Exception? Throws { get; init; }

    public string Description => "canned samples";

    public TimeSpan? Resolution { get; init; } = TimeSpan.FromSeconds(1);

    public IReadOnlyList<string> Nodes => [.. samples.Select(sample => sample.Node).Distinct()];

    public async Task<string?> ReadAsync(Action<UsageSample> take, CancellationToken end)
    {
        if (Throws is not null)
        {
            throw Throws;
        }

        Array.ForEach(samples, take);
        if (Ends is null)
        {
            await Task.Delay(Timeout.Infinite, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return Ends;
    }
}
