using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Controllers;

/// <summary>Sets status conditions; the transition time moves only when the status does.</summary>
internal static class Conditions
{
    public static void Set(
        JsonObject item, TimeProvider clock, string type, bool status, string? reason = null, string? message = null, bool updates = false) =>
        Set(item, clock, type, status ? "True" : "False", reason, message, updates);

    public static void Set(JsonObject item, TimeProvider clock, string type, string status, string? reason, string? message, bool updates = false)
    {
        var holder = item.Ensure("status");
        if (holder["conditions"] is not JsonArray conditions)
        {
            holder["conditions"] = conditions = [];
        }

        var condition = conditions.OfType<JsonObject>().FirstOrDefault(entry => entry.Text("type") == type);
        if (condition is null)
        {
            condition = new JsonObject { ["type"] = type };
            conditions.Add(condition);
        }

        var moved = condition.Text("status") != status;
        var changed = moved || condition.Text("reason") != reason || condition.Text("message") != message;
        if (!changed)
        {
            return;
        }

        condition["status"] = status;
        condition["lastTransitionTime"] = moved ? clock.Timestamp() : condition.Text("lastTransitionTime");
        if (updates)
        {
            condition["lastUpdateTime"] = clock.Timestamp();
        }

        Put(condition, "reason", reason);
        Put(condition, "message", message);
    }

    private static void Put(JsonObject condition, string name, string? value)
    {
        if (value is null)
        {
            condition.Remove(name);
        }
        else
        {
            condition[name] = value;
        }
    }
}
