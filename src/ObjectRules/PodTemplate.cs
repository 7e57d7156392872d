using System.Text.Json.Nodes;

namespace Gauntlet.ObjectRules;

/// <summary>The pods that an object is or makes.</summary>
public sealed class PodTemplate
{
    private PodTemplate(string path, Field part)
    {
        Path = path;
        (Labels, Spec) = (part["metadata", "labels"], part["spec"]);
    }

    /// <summary>Of the pods' own part in the object, such as <c>spec.template</c>; empty for a Pod.</summary>
    public string Path { get; }

    /// <summary>The images of all containers, in their order; each as it is written.</summary>
    public IEnumerable<string> Images => Containers.Select(container => container["image"].Text).OfType<string>();

    internal Field Labels { get; }

    internal Field Spec { get; }

    internal IEnumerable<Field> Containers => Spec["initContainers"].Items.Concat(Spec["containers"].Items);

    /// <summary>Where the pods of a kind of Kubernetes' own stand in it; null for a kind that makes none.</summary>
    public static string? PathIn(JsonObject item) => (Field.TextOf(item["apiVersion"]), Field.TextOf(item["kind"])) switch
    {
        ("v1", "Pod") => "",
        ("apps/v1", "Deployment" or "StatefulSet" or "DaemonSet" or "ReplicaSet") or ("batch/v1", "Job") or ("v1", "ReplicationController") => "spec.template",
        ("batch/v1", "CronJob") => "spec.jobTemplate.spec.template",
        _ => null,
    };

    /// <summary>The value of a path of names behind dots; null where there is none.</summary>
    public static JsonNode? At(JsonObject item, string path) =>
        path.Length == 0 ? item : path.Split('.').Aggregate((JsonNode?)item, (node, name) => (node as JsonObject)?[name]);

    /// <summary>By its kind, or by its shape, so that a custom resource with a pod template counts as well; null where there are no pods.</summary>
    public static PodTemplate? Of(JsonObject item) => Of(new Field(item, "", []));

    /// <summary>The path of a field of the pods in the object.</summary>
    public string PathOf(string field) => Path.Length == 0 ? field : $"{Path}.{field}";

    /// <summary>Whether the labels of a Service's selector are all on the pods; without a selector it sends where somebody else says.</summary>
    public bool IsSelectedBy(JsonObject service)
    {
        var selector = new Field(service, "", [])["spec", "selector"];
        return selector.Count > 0 && Metadata.Selectors.MatchesMap(selector, Labels);
    }

    /// <summary>The containers that serve, which init containers do not: each with its path in the object.</summary>
    public IEnumerable<(string Path, JsonObject Container)> Serving() =>
        Spec["containers"].Items.Where(container => container.IsObject).Select(container => (container.Path, container.Node!.AsObject()));

    /// <summary>The same of all containers.</summary>
    public IEnumerable<(string Path, JsonObject Container)> All() =>
        Containers.Where(container => container.IsObject).Select(container => (container.Path, container.Node!.AsObject()));

    internal static PodTemplate? Of(Field item)
    {
        var path = item.Node is JsonObject body ? PathIn(body) ?? "spec.template" : "";
        var part = path.Length == 0 ? item : path.Split('.').Aggregate(item, (field, name) => field[name]);
        return part["spec", "containers"].Exists ? new PodTemplate(path, part) : null;
    }

    internal bool HasPort(string name) => Containers.Any(container => HasPort(container, name));

    internal static bool HasPort(Field container, string name) => container["ports"].Items.Any(port => port["name"].Text == name);
}
