using System.Text.Json.Serialization;

namespace Gauntlet.Metrics.Model;

/// <summary>
/// What the HorizontalPodAutoscalers of the manifests did beside the load. Seconds are from the start of the measured part: the warm-up is below 0.
/// </summary>
public sealed record ScalingSection
{
    /// <summary>The version of the API that told it; null where none did.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>When the measured part began: the second 0 of all of it.</summary>
    public DateTimeOffset? Began { get; init; }

    /// <summary>Why it is not known to the end; null where it is.</summary>
    public string? Missing { get; init; }

    /// <summary>One entry each.</summary>
    public IReadOnlyList<AutoscalerTimeline> Autoscalers { get; init; } = [];
}

/// <summary>What one HorizontalPodAutoscaler did.</summary>
public sealed record AutoscalerTimeline
{
    /// <summary>The namespace that it and its target are in.</summary>
    public required string Namespace { get; init; }

    /// <summary>Its name in there.</summary>
    public required string Name { get; init; }

    /// <summary>The kind of what it scales.</summary>
    public required string TargetKind { get; init; }

    /// <summary>The name of that.</summary>
    public required string Target { get; init; }

    /// <summary>Namespace/name.</summary>
    [JsonIgnore]
    public string FullName => $"{Namespace}/{Name}";

    /// <summary>The least replicas that it may want.</summary>
    public int Least { get; init; }

    /// <summary>The most.</summary>
    public int Most { get; init; }

    /// <summary>How long it holds on to the most that it wanted before it scales down.</summary>
    public double StabilisationSeconds { get; init; }

    /// <summary>When the load began, with its warm-up.</summary>
    public double LoadBegan { get; init; }

    /// <summary>When the measured part ended.</summary>
    public double LoadEnded { get; init; }

    /// <summary>From the begin of the load to the first replica that was ready beyond those before it; null where there was none.</summary>
    public double? TimeToScale { get; init; }

    /// <summary>The most often that what it wanted changed its direction within one <see cref="StabilisationSeconds"/>; null where it was not seen.</summary>
    public int? Flaps { get; init; }

    /// <summary>Whenever a number changed; the first is from before the load.</summary>
    public IReadOnlyList<ReplicaStep> Steps { get; init; } = [];

    /// <summary>Whenever a condition changed; those from before the load first.</summary>
    public IReadOnlyList<ScalingCondition> Conditions { get; init; } = [];

    /// <summary>What its controller wrote meanwhile.</summary>
    public IReadOnlyList<ScalingEvent> Events { get; init; } = [];

    /// <summary>What it said last of a condition; null where it said nothing.</summary>
    public ScalingCondition? Last(string type) => Conditions.LastOrDefault(condition => condition.Type == type);
}

/// <summary>Replicas from a moment on.</summary>
/// <param name="Second">The moment.</param>
/// <param name="Desired">Wanted by the autoscaler.</param>
/// <param name="Current">There, as the autoscaler has seen last.</param>
/// <param name="Ready">Pods of its target that answer.</param>
public sealed record ReplicaStep(double Second, int Desired, int Current, int Ready);

/// <summary>A condition from a moment on.</summary>
/// <param name="Second">The moment.</param>
/// <param name="Type">AbleToScale, ScalingActive or ScalingLimited.</param>
/// <param name="Status">True, False or Unknown.</param>
/// <param name="Reason">One word.</param>
/// <param name="Message">For people.</param>
public sealed record ScalingCondition(double Second, string Type, string Status, string Reason, string Message)
{
    /// <summary>"ScalingActive=False: FailedGetResourceMetric: no metrics".</summary>
    public override string ToString() => string.Join(": ", new[] { $"{Type}={Status}", Reason, Message }.Where(text => text.Length > 0));
}

/// <summary>An event of an autoscaler.</summary>
/// <param name="Second">When it came.</param>
/// <param name="Reason">One word, such as SuccessfulRescale.</param>
/// <param name="Message">For people.</param>
public sealed record ScalingEvent(double Second, string Reason, string Message);
