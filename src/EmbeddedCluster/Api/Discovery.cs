using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Api;

/// <summary>What is served: versions, groups, resources with their verbs.</summary>
internal sealed class Discovery(ResourceCatalogue catalogue)
{
    /// <summary>That of the cluster that tests/EmbeddedCluster.Tests/Parity compares this one with; what is served is in docs/embedded-cluster.md.</summary>
    public const string GitVersion = "v1.20.2-embedded";

    public static JsonObject Version() => new()
    {
        ["major"] = "1",
        ["minor"] = "20",
        ["gitVersion"] = GitVersion,
        ["gitCommit"] = "0000000000000000000000000000000000000000",
        ["gitTreeState"] = "clean",
        ["buildDate"] = "1970-01-01T00:00:00Z",
        ["goVersion"] = "none",
        ["compiler"] = ".NET",
        ["platform"] = "embedded",
    };

    /// <summary>The answer for a discovery path, or null when the path is none.</summary>
    public JsonObject? Answer(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
    {
        ["version"] => Version(),
        ["api"] => new JsonObject { ["kind"] = "APIVersions", ["versions"] = new JsonArray("v1") },
        ["apis"] => new JsonObject
        {
            ["kind"] = "APIGroupList",
            ["apiVersion"] = "v1",
            ["groups"] = new JsonArray([.. Groups().Select(group => (JsonNode)Group(group))]),
        },
        ["api", "v1"] => Resources("", "v1"),
        ["apis", var group] when Groups().Contains(group) => Group(group),
        ["apis", var group, var version] when catalogue.All.Any(type => type.Group == group && type.Version == version) => Resources(group, version),
        _ => null,
    };

    public IEnumerable<string> GroupVersions() => catalogue.All.Select(type => type.ApiVersion).Distinct();

    private IEnumerable<string> Groups() => catalogue.All.Select(type => type.Group).Where(group => group.Length > 0).Distinct();

    private JsonObject Group(string group)
    {
        var versions = catalogue.All.Where(type => type.Group == group).Select(type => type.Version).Distinct().ToList();
        JsonObject Describe(string version) => new() { ["groupVersion"] = $"{group}/{version}", ["version"] = version };
        return new JsonObject
        {
            ["kind"] = "APIGroup",
            ["apiVersion"] = "v1",
            ["name"] = group,
            ["versions"] = new JsonArray([.. versions.Select(version => (JsonNode)Describe(version))]),
            ["preferredVersion"] = Describe(versions[0]),
        };
    }

    private JsonObject Resources(string group, string version)
    {
        var resources = new JsonArray();
        foreach (var type in catalogue.All.Where(type => type.Group == group && type.Version == version))
        {
            resources.Add(Describe(type, type.Plural, type.Kind, ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"]));
            if (type.HasStatus)
            {
                resources.Add(Describe(type, $"{type.Plural}/status", type.Kind, ["get", "patch", "update"]));
            }

            if (type.HasScale)
            {
                var scale = Describe(type, $"{type.Plural}/scale", "Scale", ["get", "patch", "update"]);
                scale["group"] = "autoscaling";
                scale["version"] = "v1";
                resources.Add(scale);
            }

            if (type.Kind == "Pod")
            {
                resources.Add(Describe(type, "pods/log", "Pod", ["get"]));
            }
        }

        return new JsonObject
        {
            ["kind"] = "APIResourceList",
            ["apiVersion"] = "v1",
            ["groupVersion"] = group.Length == 0 ? version : $"{group}/{version}",
            ["resources"] = resources,
        };
    }

    private static JsonObject Describe(ResourceType type, string name, string kind, string[] verbs)
    {
        var resource = new JsonObject
        {
            ["name"] = name,
            ["singularName"] = name.Contains('/', StringComparison.Ordinal) ? "" : type.Singular,
            ["namespaced"] = type.Namespaced,
            ["kind"] = kind,
            ["verbs"] = new JsonArray([.. verbs.Select(verb => (JsonNode)verb)]),
        };
        if (name == type.Plural && type.ShortNames.Count > 0)
        {
            resource["shortNames"] = new JsonArray([.. type.ShortNames.Select(text => (JsonNode)text)]);
        }

        if (name == type.Plural && type.Categories.Count > 0)
        {
            resource["categories"] = new JsonArray([.. type.Categories.Select(text => (JsonNode)text)]);
        }

        return resource;
    }
}
