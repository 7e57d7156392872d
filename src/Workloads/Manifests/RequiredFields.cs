using System.Text.Json.Nodes;
using Gauntlet.ObjectRules;
using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Manifests;

/// <summary>What the API requires and the pipeline reads: without it an object would be refused by the server, or mistaken here.</summary>
internal static class RequiredFields
{
    private static readonly string[] Selecting = ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"];

    /// <summary>The path of the first field that is missing; null when all are there. The object has the shape of its kind.</summary>
    public static string? FirstMissing(JsonObject item)
    {
        var kind = (string)item["kind"]!;
        var spec = item["spec"] as JsonObject;
        if (PodTemplate.PathIn(item) is not { } template)
        {
            return kind == "Service" && (string?)item["apiVersion"] == "v1" && spec is null ? "spec" : null;
        }

        return spec is null ? "spec"
            : Selecting.Contains(kind) && spec["selector"] is null ? "spec.selector"
            : FirstMissing(item, template.Length == 0 ? "spec" : $"{template}.spec");
    }

    private static string? FirstMissing(JsonObject item, string path)
    {
        if (PodTemplate.At(item, path) is not JsonObject pod)
        {
            return path;
        }

        if (pod["containers"] is not JsonArray { Count: > 0 } containers)
        {
            return $"{path}.containers";
        }

        foreach (var (index, container) in containers.Index())
        {
            foreach (var field in new[] { "name", "image" })
            {
                if (string.IsNullOrEmpty((string?)container![field]))
                {
                    return FieldPath.Of($"{path}.containers", index) + "." + field;
                }
            }
        }

        return null;
    }
}
