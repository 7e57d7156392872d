using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gauntlet.Build.Ci;
using Gauntlet.Build.Pipeline;
using Gauntlet.Workloads.Objects;

namespace Gauntlet.Build.Clusters.Existing;

/// <summary>Writes down what a run changes on a cluster that was there before it: one line of artifacts/audit.ndjson for each object.</summary>
public sealed class AuditLog(BuildPaths paths, CiEnvironment ci, TimeProvider time)
{
    private const int SchemaVersion = 1;
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";
    private const string Masked = "(masked)";

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] SecretFields = ["data", "stringData"];

    /// <summary>What was made and what was changed, by the state before and after; nothing of what is the same.</summary>
    public void Applied(
        BuildContext context, ClusterResult cluster, IReadOnlyDictionary<ObjectReference, JsonObject> before,
        IReadOnlyDictionary<ObjectReference, JsonObject> after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        foreach (var (name, now) in after)
        {
            var old = before.GetValueOrDefault(name);
            if (!JsonNode.DeepEquals(old?["metadata"]?["resourceVersion"], now["metadata"]?["resourceVersion"]))
            {
                Add(context, cluster, old is null ? "create" : "update", name, old, now);
            }
        }
    }

    /// <summary>One change.</summary>
    /// <exception cref="StageException">It cannot be written: infrastructure.</exception>
    public void Add(BuildContext context, ClusterResult cluster, string verb, ObjectReference name, JsonObject? before, JsonObject? after)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(name);
        var line = new JsonObject
        {
            ["schemaVersion"] = SchemaVersion,
            ["time"] = time.GetUtcNow().ToString("O"),
            ["run"] = context.State.Run.Id,
            ["by"] = ci.Actor,
            ["context"] = cluster.Context,
            ["verb"] = verb,
            ["object"] = name.ToString(),
            ["before"] = Shown(before),
            ["after"] = Shown(after),
        };
        Files.Use(() => File.AppendAllText(paths.Audit, line.ToJsonString(Json) + "\n"));
    }

    /// <summary>The object without what says nothing, and without what a Secret keeps.</summary>
    private static JsonObject? Shown(JsonObject? item)
    {
        if (item is null)
        {
            return null;
        }

        var copy = item.DeepClone().AsObject();
        copy["metadata"]!.AsObject().Remove("managedFields");
        if ((string?)copy["kind"] != "Secret")
        {
            return copy;
        }

        (copy["metadata"]!["annotations"] as JsonObject)?.Remove(LastApplied);
        foreach (var fields in SecretFields.Select(name => copy[name]).OfType<JsonObject>())
        {
            fields.Select(entry => entry.Key).ToList().ForEach(key => fields[key] = Masked);
        }

        return copy;
    }
}
