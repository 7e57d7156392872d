using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Api;

/// <summary>
/// As much OpenAPI as clients need to see that the server validates fields itself. Operations and kinds are listed; the fields of the kinds are not,
/// and strategic merge patch is left out of the patch types on purpose: clients then use the merge keys that they carry themselves.
/// </summary>
internal sealed class OpenApi(ResourceCatalogue catalogue, Discovery discovery)
{
    /// <summary>The answer for an OpenAPI path, or null when the path is none.</summary>
    public JsonObject? Answer(string path)
    {
        if (path == "/openapi/v3")
        {
            return new JsonObject
            {
                ["paths"] = new JsonObject(discovery.GroupVersions().Select(version =>
                    KeyValuePair.Create(
                        PathOf(version), (JsonNode?)new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{PathOf(version)}?hash=embedded" }))),
            };
        }

        const string prefix = "/openapi/v3/";
        return path.StartsWith(prefix, StringComparison.Ordinal)
            && discovery.GroupVersions().FirstOrDefault(version => PathOf(version) == path[prefix.Length..]) is { } found
            ? Document(found)
            : null;
    }

    private static readonly string[] WriteParameters = ["dryRun", "fieldManager", "fieldValidation"];

    private static string PathOf(string apiVersion) => apiVersion.Contains('/', StringComparison.Ordinal) ? $"apis/{apiVersion}" : $"api/{apiVersion}";

    private JsonObject Document(string apiVersion)
    {
        var paths = new JsonObject();
        var schemas = new JsonObject();
        foreach (var type in catalogue.All.Where(type => type.ApiVersion == apiVersion))
        {
            var space = type.Namespaced ? "namespaces/{namespace}/" : "";
            paths[$"/{PathOf(apiVersion)}/{space}{type.Plural}"] = new JsonObject { ["post"] = Operation(type, "post") };
            paths[$"/{PathOf(apiVersion)}/{space}{type.Plural}/{{name}}"] = new JsonObject
            {
                ["get"] = Operation(type, "get"),
                ["put"] = Operation(type, "put"),
                ["patch"] = Operation(type, "patch"),
            };
            schemas[$"{type.Group}.{type.Version}.{type.Kind}".TrimStart('.')] = new JsonObject
            {
                ["type"] = "object",
                ["x-kubernetes-preserve-unknown-fields"] = true,
                ["x-kubernetes-group-version-kind"] = new JsonArray(GroupVersionKind(type)),
            };
        }

        return new JsonObject
        {
            ["openapi"] = "3.0.0",
            ["info"] = new JsonObject { ["title"] = "Gauntlet embedded cluster", ["version"] = Discovery.GitVersion },
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = schemas },
        };
    }

    private static JsonObject Operation(ResourceType type, string action)
    {
        var operation = new JsonObject
        {
            ["x-kubernetes-action"] = action,
            ["x-kubernetes-group-version-kind"] = GroupVersionKind(type),
            ["responses"] = new JsonObject { ["200"] = new JsonObject { ["description"] = "OK" } },
        };
        if (action != "get")
        {
            operation["parameters"] = new JsonArray([.. WriteParameters.Select(name => (JsonNode)new JsonObject
            {
                ["name"] = name,
                ["in"] = "query",
                ["schema"] = new JsonObject { ["type"] = "string", ["uniqueItems"] = true },
            })]);
        }

        if (action == "patch")
        {
            operation["requestBody"] = new JsonObject
            {
                ["content"] = new JsonObject
                {
                    ["application/apply-patch+yaml"] = new JsonObject(),
                    ["application/merge-patch+json"] = new JsonObject(),
                },
            };
        }

        return operation;
    }

    private static JsonObject GroupVersionKind(ResourceType type) => new() { ["group"] = type.Group, ["kind"] = type.Kind, ["version"] = type.Version };
}
