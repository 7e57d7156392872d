using System.Text.Json.Serialization;
using Gauntlet.Metrics.Model;

namespace Gauntlet.Experiments.Chaos;

/// <summary>What an experiment has shown. Seconds are of the measured part of its load.</summary>
/// <param name="Experiment">The fault, its target and its times, as they are written.</param>
/// <param name="Outcome">fail where a hypothesis is broken; inconclusive where the fault did not come about, or cannot be told from others.</param>
/// <param name="Reason">In a sentence.</param>
public sealed record ExperimentResult(string Experiment, CheckOutcome Outcome, string Reason)
{
    /// <summary>The pods that were hit, with their nodes.</summary>
    public IReadOnlyList<string> Victims { get; init; } = [];

    /// <summary>What shows that the fault came about, by others than the command that made it.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];

    /// <summary>What happened from the start of the load to its end, the earliest first.</summary>
    public IReadOnlyList<Moment> Timeline { get; init; } = [];

    /// <summary>When second 0 was; null where the fault was never made.</summary>
    public DateTimeOffset? Began { get; init; }

    /// <summary>When it came; null where it did not.</summary>
    public double? InjectedAt { get; init; }

    /// <summary>Requests to the routes that were hit which failed because of it.</summary>
    public int Errors { get; init; }

    /// <summary>Requests to these routes since the fault.</summary>
    public int Requests { get; init; }

    /// <summary>From when the first bad request was due, in seconds; null where nothing was felt.</summary>
    public double? FeltFrom { get; init; }

    /// <summary>To when the last one was.</summary>
    public double? FeltTo { get; init; }

    /// <summary>Seconds from the first bad request until all is as before; 0 where nothing was felt, null where the load ended before.</summary>
    public double? RecoveryFelt { get; init; }

    /// <summary>Seconds from the fault until as many new pods took requests as were hit; null where they did not.</summary>
    public double? RecoveryByCluster { get; init; }

    /// <summary>When all was as before again; null where it was not within the load, and where nothing was felt.</summary>
    public double? RecoveredAt { get; init; }

    /// <summary>Share of the time since the fault in which somebody waited for a processor of the machine that sent the load; null is not told.</summary>
    public double? CpuPressure { get; init; }

    /// <summary>Each second of the requests to the routes that were hit.</summary>
    public IReadOnlyList<ExperimentSecond> Seconds { get; init; } = [];

    /// <summary>Seconds between two requests: no time of theirs is known better.</summary>
    public double? Resolution { get; init; }

    /// <summary>True where the generator was too late to say anything: the same can be asked again.</summary>
    [JsonIgnore]
    public bool IsSpoiled { get; init; }

    /// <summary>What was held to be so, and what came of it.</summary>
    public IReadOnlyList<HypothesisResult> Hypotheses { get; init; } = [];
}

/// <summary>The requests that were due in one second of an experiment's load.</summary>
/// <param name="Second">From 0.</param>
/// <param name="Requests">How many.</param>
/// <param name="Failed">How many of them failed.</param>
/// <param name="Median">Of the response times, milliseconds; null without a request.</param>
/// <param name="Slowest">The longest of them.</param>
public sealed record ExperimentSecond(int Second, int Requests, int Failed, double? Median, double? Slowest);
