using System.Globalization;
using System.Text.Json.Nodes;

namespace Gauntlet.EmbeddedCluster.Storage;

/// <summary>The parts of <c>metadata</c> that every kind shares.</summary>
internal static class ObjectMeta
{
    public static string Kind(this JsonObject item) => item.Text("kind") ?? "";

    public static string Name(this JsonObject item) => item.Text("metadata", "name") ?? "";

    public static string Namespace(this JsonObject item) => item.Text("metadata", "namespace") ?? "";

    public static string Uid(this JsonObject item) => item.Text("metadata", "uid") ?? "";

    public static long Generation(this JsonObject item) => item.Number("metadata", "generation") ?? 0;

    public static bool IsDeleting(this JsonObject item) => item.Text("metadata", "deletionTimestamp") is not null;

    public static IReadOnlyDictionary<string, string> Labels(this JsonObject item) => item.Map("metadata", "labels");

    public static string? Annotation(this JsonObject item, string name) => item.Text("metadata", "annotations", name);

    /// <summary>The owner whose controller manages this object, if any.</summary>
    /// <summary>The object as a client gets it that asked for metadata alone.</summary>
    public static JsonObject OnlyMetadata(this JsonObject item) => new()
    {
        ["kind"] = "PartialObjectMetadata",
        ["apiVersion"] = "meta.k8s.io/v1",
        ["metadata"] = item["metadata"]?.DeepClone(),
    };

    public static JsonObject? Controller(this JsonObject item) => item.Objects("metadata", "ownerReferences").FirstOrDefault(owner => owner.Flag("controller"));

    public static bool IsControlledBy(this JsonObject item, JsonObject owner) => item.Controller().Text("uid") is { } uid && uid == owner.Uid();

    public static JsonObject OwnerReference(this JsonObject owner) => new()
    {
        ["apiVersion"] = owner.Text("apiVersion"),
        ["kind"] = owner.Kind(),
        ["name"] = owner.Name(),
        ["uid"] = owner.Uid(),
        ["controller"] = true,
        ["blockOwnerDeletion"] = true,
    };

    public static DateTimeOffset? Time(this JsonNode? item, params ReadOnlySpan<string> path) =>
        item.Text(path) is { } text && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>A time as Kubernetes writes it: UTC, whole seconds.</summary>
    public static string Timestamp(this TimeProvider clock) => clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string MicroTimestamp(this TimeProvider clock) => clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    public static JsonObject? Condition(this JsonObject item, string type) =>
        item.Objects("status", "conditions").FirstOrDefault(condition => condition.Text("type") == type);

    public static bool HasCondition(this JsonObject item, string type, string status = "True") => item.Condition(type).Text("status") == status;
}
