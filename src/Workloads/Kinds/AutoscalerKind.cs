using System.Text.Json;
using System.Text.Json.Nodes;
using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Kinds;

/// <summary>Able to scale its target, and active: it gets the metrics that it goes by. One whose target was scaled to nothing rests, which is said.</summary>
internal sealed class AutoscalerKind : IWorkloadKind
{
    /// <summary>Where version 1, which has no field for them, keeps the conditions.</summary>
    private const string Annotation = "autoscaling.alpha.kubernetes.io/conditions";

    public bool Judges(ObjectKind kind) => kind.Is("autoscaling", "HorizontalPodAutoscaler");

    public KindState Judge(LiveObject item, Surroundings around)
    {
        var conditions = item.Conditions is { Count: > 0 } own ? own : LiveObject.ConditionsOf(Parse(item.Text("metadata", "annotations", Annotation)));
        var (able, active) = (
            conditions.FirstOrDefault(condition => condition.Type == "AbleToScale"), conditions.FirstOrDefault(condition => condition.Type == "ScalingActive"));
        return able is null ? KindState.Waits("not looked at by its controller")
            : able.IsFalse && able.Reason == "FailedGetScale" ? KindState.Waits(able.Why)
            : active is not { IsFalse: true } ? KindState.Healthy
            : active.Reason == "ScalingDisabled" ? KindState.Healthy with { Note = $"it does not scale: {active.Why}" }
            : KindState.Waits($"ScalingActive=False: {active.Why}") with { IsOfCluster = MetricsAreAway(active.Message) };
    }

    /// <summary>Whether nothing serves the metrics; a container that requests no processor is the change's own fault.</summary>
    private static bool MetricsAreAway(string message) =>
        message.Contains("metrics API", StringComparison.Ordinal) || message.Contains("did not receive metrics", StringComparison.Ordinal);

    private static JsonNode? Parse(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
