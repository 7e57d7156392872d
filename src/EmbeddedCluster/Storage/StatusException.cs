using System.Text.Json.Nodes;
using Gauntlet.ObjectRules;

namespace Gauntlet.EmbeddedCluster.Storage;

/// <summary>An answer other than success, in the form that Kubernetes clients understand: a <c>Status</c> object.</summary>
internal sealed class StatusException(int code, string reason, string message) : Exception(message)
{
    public int Code { get; } = code;

    public string Reason { get; } = reason;

    public JsonObject? Details { get; init; }

    public JsonObject ToStatus()
    {
        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Failure",
            ["message"] = Message,
            ["reason"] = Reason,
            ["code"] = Code,
        };
        if (Details is not null)
        {
            status["details"] = Details.DeepClone();
        }

        return status;
    }

    public static StatusException NotFound(ResourceType type, string name) =>
        new(404, "NotFound", $"{type.Qualified} \"{name}\" not found") { Details = About(type, name) };

    public static StatusException AlreadyExists(ResourceType type, string name) =>
        new(409, "AlreadyExists", $"{type.Qualified} \"{name}\" already exists") { Details = About(type, name) };

    public static StatusException Conflict(ResourceType type, string name, string why) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {type.Qualified} \"{name}\": {why}") { Details = About(type, name) };

    public static StatusException BadRequest(string message) => new(400, "BadRequest", message);

    public static StatusException Expired(long asked, long oldest) =>
        new(410, "Expired", $"too old resource version: {asked} ({oldest})");

    public static StatusException UnknownResource(string path) =>
        new(404, "NotFound", "the server could not find the requested resource") { Details = new JsonObject { ["path"] = path } };

    public static StatusException NotImplemented(string what) =>
        new(501, "NotImplemented", $"the embedded cluster does not support {what}; use a real cluster (--cluster=kind) for it");

    public static StatusException Invalid(ResourceType type, string name, params IReadOnlyList<ObjectProblem> problems)
    {
        var details = About(type, name);
        details["group"] = type.Group;
        details["kind"] = type.Kind;
        details["causes"] = new JsonArray([.. problems.Select(problem => (JsonNode)new JsonObject
        {
            ["reason"] = problem.Reason,
            ["message"] = problem.Message,
            ["field"] = problem.Field,
        })]);
        var text = string.Join(", ", problems);
        var kind = type.Group.Length == 0 ? type.Kind : $"{type.Kind}.{type.Group}";
        return new StatusException(422, "Invalid", $"{kind} \"{name}\" is invalid: {(problems.Count > 1 ? $"[{text}]" : text)}") { Details = details };
    }

    private static JsonObject About(ResourceType type, string name)
    {
        var details = new JsonObject { ["name"] = name, ["kind"] = type.Plural };
        if (type.Group.Length > 0)
        {
            details["group"] = type.Group;
        }

        return details;
    }
}
