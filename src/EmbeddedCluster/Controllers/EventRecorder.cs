using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Controllers;

/// <summary>Writes Events; a repetition raises the count of the first one instead of adding another.</summary>
internal sealed class EventRecorder(ObjectStore store, TimeProvider clock)
{
    private readonly ConcurrentDictionary<(string Uid, string Field, string Reason, string Message), string> _seen = new();

    public void Normal(JsonObject about, string component, string reason, string message, string? host = null, string? field = null) =>
        Record(about, "Normal", component, reason, message, host, field);

    public void Warning(JsonObject about, string component, string reason, string message, string? host = null, string? field = null) =>
        Record(about, "Warning", component, reason, message, host, field);

    private void Record(JsonObject about, string type, string component, string reason, string message, string? host, string? field)
    {
        var space = about.Namespace().Length > 0 ? about.Namespace() : "default";
        var key = (about.Uid(), field ?? "", reason, message);
        if (_seen.TryGetValue(key, out var name) && store.TryUpdate(ResourceCatalogue.Events, space, name, Repeat) is not null)
        {
            return;
        }

        name =
            $"{about.Name()}.{clock.GetUtcNow().UtcTicks.ToString("x", CultureInfo.InvariantCulture)}{_seen.Count.ToString("x", CultureInfo.InvariantCulture)}";
        try
        {
            store.Create(ResourceCatalogue.Events, Describe(about, name, space, type, component, reason, message, host, field));
            _seen[key] = name;
        }
        catch (StatusException)
        {
            // An event that cannot be written must not disturb what it reports on.
        }
    }

    private JsonObject Repeat(JsonObject item)
    {
        item["count"] = item.Int(1, "count") + 1;
        item["lastTimestamp"] = clock.Timestamp();
        return item;
    }

    private JsonObject Describe(
        JsonObject about, string name, string space, string type, string component, string reason, string message, string? host, string? field)
    {
        var target = new JsonObject
        {
            ["kind"] = about.Kind(),
            ["namespace"] = about.Namespace(),
            ["name"] = about.Name(),
            ["uid"] = about.Uid(),
            ["apiVersion"] = about.Text("apiVersion"),
            ["resourceVersion"] = about.Text("metadata", "resourceVersion"),
        };
        if (field is not null)
        {
            target["fieldPath"] = field;
        }

        var source = new JsonObject { ["component"] = component };
        if (host is not null)
        {
            source["host"] = host;
        }

        return new JsonObject
        {
            ["kind"] = "Event",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = space },
            ["involvedObject"] = target,
            ["reason"] = reason,
            ["message"] = message,
            ["source"] = source,
            ["firstTimestamp"] = clock.Timestamp(),
            ["lastTimestamp"] = clock.Timestamp(),
            ["count"] = 1,
            ["type"] = type,
            ["eventTime"] = null,
            ["reportingComponent"] = component,
            ["reportingInstance"] = host ?? "",
        };
    }
}
