using System.Text.Json.Nodes;
using Gauntlet.Workloads.Kinds;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Health;

/// <summary>The HorizontalPodAutoscalers of manifests, whatever version of the API they are written for.</summary>
public static class Autoscalers
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<KubeObject> Of(ManifestSet manifests)
    {
        ArgumentNullException.ThrowIfNull(manifests);
        return [.. manifests.Objects.Where(item => item.Kind.Is("autoscaling", "HorizontalPodAutoscaler"))];
    }

    /// <summary>What one scales.</summary>
    public static ObjectReference TargetOf(KubeObject autoscaler)
    {
        ArgumentNullException.ThrowIfNull(autoscaler);
        var target = autoscaler.Body["spec"]?["scaleTargetRef"];
        return new ObjectReference(KindTable.Split(Text("apiVersion")).Group, Text("kind") ?? "", autoscaler.Namespace, Text("name") ?? "");

        string? Text(string field) => target?[field] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
    }
}
