using System.Text.Json.Nodes;
using k8s;
using k8s.Models;

namespace Gauntlet.Workloads.Objects;

/// <summary>The pods that an object makes, or is.</summary>
/// <param name="Of">The object.</param>
/// <param name="Path">Of the pods' own part in it, such as <c>spec.template</c>; empty for a Pod.</param>
/// <param name="Labels">Of the pods.</param>
/// <param name="Spec">Of the pods.</param>
internal sealed record PodTemplate(KubeObject Of, string Path, IReadOnlyDictionary<string, string> Labels, V1PodSpec Spec)
{
    /// <summary>All of a set of objects.</summary>
    public static IEnumerable<PodTemplate> In(IEnumerable<KubeObject> objects) => objects.Select(Read).OfType<PodTemplate>();

    /// <summary>Where the pods of a kind stand in it; null for a kind that makes none.</summary>
    public static string? PathIn(JsonObject item) => ((string?)item["apiVersion"], (string?)item["kind"]) switch
    {
        ("v1", "Pod") => "",
        ("apps/v1", "Deployment" or "StatefulSet" or "DaemonSet" or "ReplicaSet") or ("batch/v1", "Job") or ("v1", "ReplicationController") => "spec.template",
        ("batch/v1", "CronJob") => "spec.jobTemplate.spec.template",
        _ => null,
    };

    public static JsonNode? At(JsonObject item, string path) => path.Split('.').Aggregate((JsonNode?)item, (node, name) => (node as JsonObject)?[name]);

    /// <summary>The path of a field of the pods in the object.</summary>
    public string PathOf(string field) => Path.Length == 0 ? field : $"{Path}.{field}";

    /// <summary>Whether a Service sends to these pods; one without a selector sends where somebody else says.</summary>
    public bool IsSelectedBy(V1Service service) =>
        service.Metadata.NamespaceProperty == Of.Namespace
        && service.Spec.Selector?.Count > 0
        && service.Spec.Selector.All(label => Labels.TryGetValue(label.Key, out var value) && value == label.Value);

    private static PodTemplate? Read(KubeObject item)
    {
        if (PathIn(item.Body) is not { } path)
        {
            return null;
        }

        var node = path.Length == 0 ? item.Body : At(item.Body, path)!;
        var part = new JsonObject { ["metadata"] = node["metadata"]?.DeepClone(), ["spec"] = node["spec"]?.DeepClone() };
        var template = KubernetesJson.Deserialize<V1PodTemplateSpec>(part.ToJsonString());
        return new PodTemplate(item, path, template.Metadata?.Labels?.AsReadOnly() ?? new Dictionary<string, string>().AsReadOnly(), template.Spec);
    }
}
