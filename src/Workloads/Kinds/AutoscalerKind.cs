using System.Text.Json;
using System.Text.Json.Nodes;
using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Kinds;

/// <summary>Able to scale its target. Whether it gets metrics is the cluster's matter, and is said.</summary>
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
            : active is { IsFalse: true } ? KindState.Healthy with { Note = $"it does not scale: {active.Why}" }
            : KindState.Healthy;
    }

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
