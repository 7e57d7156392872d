using System.Text.Json.Nodes;
using Gauntlet.Workloads.Objects;
using k8s.Models;

namespace Gauntlet.Workloads.Routing;

/// <summary>Annotations by which ingress-nginx answers otherwise than the Service behind a route does.</summary>
public static class ControllerAnnotations
{
    private const string Prefix = "nginx.ingress.kubernetes.io/";

    private static readonly HashSet<string> Changing =
    [
        "app-root", "auth-realm", "auth-secret", "auth-signin", "auth-tls-secret", "auth-tls-verify-client", "auth-type", "auth-url", "backend-protocol",
        "canary",
        "configuration-snippet", "custom-http-errors", "default-backend", "denylist-source-range", "force-ssl-redirect", "from-to-www-redirect",
        "limit-connections",
        "limit-rpm", "limit-rps", "permanent-redirect", "permanent-redirect-code", "proxy-redirect-from", "proxy-redirect-to", "rewrite-target", "satisfy",
        "server-alias",
        "server-snippet", "ssl-passthrough", "ssl-redirect", "temporal-redirect", "upstream-vhost", "use-regex", "whitelist-source-range",
        "allowlist-source-range",
        "x-forwarded-prefix",
    ];

    /// <summary>Those of an Ingress, by their whole names; none of anything else.</summary>
    public static IReadOnlyList<string> Of(KubeObject item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return item.Is<V1Ingress>() && item.Body["metadata"]?["annotations"] is JsonObject annotations
            ? [.. annotations.Select(entry => entry.Key)
                .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && Changing.Contains(name[Prefix.Length..]))]
            : [];
    }
}
