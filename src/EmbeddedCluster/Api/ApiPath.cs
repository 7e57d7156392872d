using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Api;

/// <summary>A resource path taken apart: <c>/apis/apps/v1/namespaces/echo/deployments/foo/scale</c>.</summary>
internal sealed record ApiPath(ResourceType Type, string? Namespace, string? Name, string Subresource)
{
    /// <summary>Throws 404 when no such resource is served.</summary>
    public static ApiPath Parse(string path, ResourceCatalogue catalogue)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToArray();
        var (group, version, rest) = parts switch
        {
            ["api", var core, ..] => ("", core, parts[2..]),
            ["apis", var name, var served, ..] => (name, served, parts[3..]),
            _ => throw StatusException.UnknownResource(path),
        };

        // /namespaces/x/pods is a namespaced path; /namespaces/x and /namespaces/x/status are the namespace itself.
        if (rest is ["namespaces", var space, var plural, .. var tail] && catalogue.Find(group, version, plural) is { Namespaced: true } inner)
        {
            return Create(inner, space, tail, path);
        }

        return rest is [var kind, .. var remainder] && catalogue.Find(group, version, kind) is { } type
            && (remainder.Length == 0 || !type.Namespaced)
            ? Create(type, type.Namespaced ? null : "", remainder, path)
            : throw StatusException.UnknownResource(path);
    }

    private static ApiPath Create(ResourceType type, string? space, string[] tail, string path) => tail switch
    {
        [] => new ApiPath(type, space, null, ""),
        [var name] => new ApiPath(type, space, name, ""),
        [var name, var subresource] => new ApiPath(type, space, name, subresource),
        [_, "proxy", ..] => throw StatusException.NotImplemented("the proxy subresource"),
        _ => throw StatusException.UnknownResource(path),
    };
}
