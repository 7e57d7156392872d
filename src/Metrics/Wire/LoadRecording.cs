using Gauntlet.Metrics.Model;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.Metrics.Wire;

/// <summary>What agents recorded of one variant in one phase: series by route, their tags and their accounts, over as many agents as were merged.</summary>
public sealed record LoadRecording
{
    /// <summary>Requests of one recording at most, so that no count of a merge can overflow.</summary>
    public const long MostRequests = 1_000_000_000;

    /// <summary>Which code was loaded, such as "base" or "change"; empty where there is but one.</summary>
    public string Variant { get; init; } = "";

    /// <summary>The part of the load, such as "steady" or "fault"; empty where there is but one.</summary>
    public string Phase { get; init; } = "";

    /// <summary>The agents that recorded it, each once, in ordinal order.</summary>
    public required IReadOnlyList<string> Agents { get; init; }

    /// <summary>Route names; a route's index is its number in <see cref="Recorded"/>.</summary>
    public required IReadOnlyList<string> Routes { get; init; }

    /// <summary>When it was recorded.</summary>
    public required RecordingWindow Window { get; init; }

    /// <summary>Latencies, outcomes and seconds.</summary>
    public required Recorder Recorded { get; init; }

    /// <summary>
    /// sent = completed + failed + pending, scheduled = sent + dropped; completed + failed are the requests recorded, dropped those recorded as such.
    /// </summary>
    public required LoadTotals Totals { get; init; }

    /// <summary>Requests sent in the warm-up, which are in no other figure.</summary>
    public long WarmUpRequests { get; init; }

    /// <summary>True when an agent ended before its plan was done.</summary>
    public bool Interrupted { get; init; }

    /// <summary>Adds recordings up, exactly and whatever their order; the parts stay as they are.</summary>
    /// <exception cref="ArgumentException">No part, parts of other routes, variants, phases or plans, one agent twice, or too many requests.</exception>
    public static LoadRecording Merge(IReadOnlyCollection<LoadRecording> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var first = parts.FirstOrDefault() ?? throw new ArgumentException("There is no recording to merge.", nameof(parts));
        string[] agents = [.. parts.SelectMany(part => part.Agents).Order(StringComparer.Ordinal)];
        if (agents.Zip(agents.Skip(1)).FirstOrDefault(pair => pair.First == pair.Second).First is { } twice)
        {
            throw new ArgumentException($"Agent '{twice}' is in two of the recordings: its requests would count twice. Merge each once.", nameof(parts));
        }

        bool IsOther(LoadRecording part)
            => (part.Variant, part.Phase) != (first.Variant, first.Phase) || !part.Routes.SequenceEqual(first.Routes);

        if (parts.FirstOrDefault(IsOther) is { } other)
        {
            throw new ArgumentException(
                $"The recording of {string.Join(", ", other.Agents)} has another variant, phase or other routes "
                + $"than that of {string.Join(", ", first.Agents)}. Merge recordings of one series only.", nameof(parts));
        }

        if (parts.Sum(part => Math.Max(part.Totals.Scheduled, part.Recorded.Lag.Count)) > MostRequests)
        {
            throw new ArgumentException($"The recordings hold more than {MostRequests} requests. Merge fewer of them.", nameof(parts));
        }

        var sum = new Recorder(first.Routes.Count, first.Recorded.Planned, first.Recorded.RawCapacity);
        foreach (var part in parts)
        {
            sum.Merge(part.Recorded);
        }

        return first with
        {
            Agents = agents,
            Window = parts.Select(part => part.Window).Aggregate(RecordingWindow.Merge),
            Recorded = sum,
            Totals = parts.Select(part => part.Totals).Aggregate(Add),
            WarmUpRequests = parts.Sum(part => part.WarmUpRequests),
            Interrupted = parts.Any(part => part.Interrupted),
        };
    }

    private static LoadTotals Add(LoadTotals a, LoadTotals b) => new(
        a.Scheduled + b.Scheduled, a.Completed + b.Completed, a.Failed + b.Failed, a.Dropped + b.Dropped, a.Pending + b.Pending, a.IdleRetries + b.IdleRetries);
}

/// <summary>The absolute time of a recording. Second k of the figures is the k-th second after each agent's own start.</summary>
/// <param name="Start">The first agent's start of the measured part.</param>
/// <param name="LatestStart">The last agent's start; how far apart the two are is how far the agents' seconds differ.</param>
/// <param name="End">The last agent's end.</param>
public readonly record struct RecordingWindow(DateTimeOffset Start, DateTimeOffset LatestStart, DateTimeOffset End)
{
    internal static RecordingWindow Merge(RecordingWindow a, RecordingWindow b) => new(
        a.Start < b.Start ? a.Start : b.Start,
        a.LatestStart > b.LatestStart ? a.LatestStart : b.LatestStart,
        a.End > b.End ? a.End : b.End);
}
