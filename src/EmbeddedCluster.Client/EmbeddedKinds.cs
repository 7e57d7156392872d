namespace Gauntlet.EmbeddedCluster.Client;

/// <summary>What the embedded cluster has of Kubernetes' own kinds, for who has to know it before one runs.</summary>
public static class EmbeddedKinds
{
    private static readonly HashSet<string> All =
    [
        "v1 Pod", "v1 Node", "v1 Namespace", "v1 Service", "v1 Endpoints", "v1 Event", "v1 ConfigMap", "v1 Secret", "v1 ServiceAccount",
        "apps/v1 Deployment", "apps/v1 ReplicaSet", "batch/v1 Job", "discovery.k8s.io/v1 EndpointSlice", "coordination.k8s.io/v1 Lease",
        "networking.k8s.io/v1 Ingress", "networking.k8s.io/v1 IngressClass", "networking.k8s.io/v1 NetworkPolicy",
        "apiextensions.k8s.io/v1 CustomResourceDefinition",
        "rbac.authorization.k8s.io/v1 Role", "rbac.authorization.k8s.io/v1 RoleBinding",
        "rbac.authorization.k8s.io/v1 ClusterRole", "rbac.authorization.k8s.io/v1 ClusterRoleBinding",
    ];

    /// <summary>The annotations of ingress-nginx that its stand-in honours.</summary>
    public static IReadOnlyCollection<string> IngressAnnotations { get; } = ["nginx.ingress.kubernetes.io/ssl-redirect", "nginx.ingress.kubernetes.io/force-ssl-redirect"];

    /// <summary>Each as "apiVersion kind".</summary>
    public static IReadOnlyCollection<string> Served => All;

    /// <summary>Whether it serves a kind without a definition.</summary>
    public static bool Serves(string apiVersion, string kind) => All.Contains($"{apiVersion} {kind}");
}
