using Gauntlet.Metrics.Recording;

namespace Gauntlet.Metrics.Model;

/// <summary>What a load run measured, as a generator hands it over. Warm-up is in none of the figures but its own.</summary>
public sealed record LoadRun
{
    /// <summary>Route names; a route's index is its number in <see cref="Recorded"/>.</summary>
    public required IReadOnlyList<string> Routes { get; init; }

    /// <summary>The merged recorders of all loops.</summary>
    public required Recorder Recorded { get; init; }

    /// <summary>sent = completed + failed + pending and scheduled = sent + dropped, exactly.</summary>
    public required LoadTotals Totals { get; init; }

    /// <summary>What was asked for, and what ran it.</summary>
    public required LoadSetup Setup { get; init; }

    /// <summary>Length of the measured part.</summary>
    public required TimeSpan Measured { get; init; }

    /// <summary>How long ago the measured part had begun when the run was handed over; null where that is not known.</summary>
    public TimeSpan? BegunAgo { get; init; }

    /// <summary>Length of the warm-up.</summary>
    public required TimeSpan WarmUp { get; init; }

    /// <summary>Requests sent in the warm-up.</summary>
    public required long WarmUpRequests { get; init; }

    /// <summary>Processor time of the generator's process during the measured part, where it is known.</summary>
    public TimeSpan? ProcessorTime { get; init; }

    /// <summary>
    /// Share, 0..1, of the machine's processor time that the host of a virtual machine gave to others during the measured part, where it is known.
    /// </summary>
    public double? StolenShare { get; init; }

    /// <summary>Answers that were read after the generator itself had stood still: their times may be too long by as much.</summary>
    public long LateReads { get; init; }

    /// <summary>The longest that it stood still before it read such an answer.</summary>
    public TimeSpan LongestPause { get; init; }

    /// <summary>Bytes that the generator's process allocated during the measured part, where it is known.</summary>
    public long? AllocatedBytes { get; init; }

    /// <summary>Every request, by when it was due; null where they were not asked for, or the engine does not tell.</summary>
    public IReadOnlyList<RequestSample>? Requests { get; init; }

    /// <summary>True when the run was ended before its plan was done (Ctrl-C, deadline).</summary>
    public bool Interrupted { get; init; }
}

/// <summary>Counts of the measured part.</summary>
/// <param name="Scheduled">Requests that the plan had due.</param>
/// <param name="Completed">Requests that succeeded.</param>
/// <param name="Failed">Requests that ended in any other outcome.</param>
/// <param name="Dropped">Requests that were due and never sent.</param>
/// <param name="Pending">Requests that were under way when the run was ended.</param>
/// <param name="IdleRetries">
/// Requests sent once more because the server had closed the idle connection before anything of them came there; each is one request in all other counts.
/// </param>
public sealed record LoadTotals(long Scheduled, long Completed, long Failed, long Dropped, long Pending, long IdleRetries)
{
    /// <summary>Requests that were sent: completed, failed and pending ones.</summary>
    public long Sent => Completed + Failed + Pending;
}

/// <summary>What was asked of the generator. Rates are requests per second.</summary>
public sealed record LoadSetup
{
    /// <summary>"open" (arrivals do not wait for answers) or "closed" (latency is not free of coordinated omission).</summary>
    public required string Model { get; init; }

    /// <summary>"constant" or "poisson"; null in the closed model.</summary>
    public string? Arrivals { get; init; }

    /// <summary>Requests that were due per second of the measured part; null in the closed model.</summary>
    public double? OfferedRate { get; init; }

    /// <summary>Connections, all loops together.</summary>
    public required int Connections { get; init; }

    /// <summary>Loop threads; null where a tool of others decides.</summary>
    public required int? Loops { get; init; }

    /// <summary>The engine that ran ("epoll", "portable", "k6", ...).</summary>
    public required string Engine { get; init; }

    /// <summary>The seed of the plan.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Deadline of one request.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Connection reuse: "always", "never" or a number of requests.</summary>
    public required string Reuse { get; init; }

    /// <summary>What the engine could not follow of the plan, in one sentence; null when it followed all of it.</summary>
    public string? Deviation { get; init; }
}
