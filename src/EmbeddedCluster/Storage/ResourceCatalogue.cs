using System.Collections.Immutable;

namespace Gauntlet.EmbeddedCluster.Storage;

/// <summary>Every kind that is served: the built-in ones and those that CustomResourceDefinitions add.</summary>
internal sealed class ResourceCatalogue
{
    private ImmutableList<ResourceType> _types = [.. BuiltIn];

    public IReadOnlyList<ResourceType> All => _types;

    public ResourceType? Find(string group, string version, string plural) =>
        _types.FirstOrDefault(type => type.Plural == plural && type.Group == group && type.Version == version);

    public ResourceType? FindKind(string apiVersion, string kind) => _types.FirstOrDefault(type => type.Kind == kind && type.ApiVersion == apiVersion);

    public void Add(ResourceType type) =>
        ImmutableInterlocked.Update(
            ref _types, types => types.RemoveAll(other => other.Qualified == type.Qualified && other.Version == type.Version).Add(type));

    public void Remove(string group, string plural) =>
        ImmutableInterlocked.Update(ref _types, types => types.RemoveAll(type => type.IsCustom && type.Group == group && type.Plural == plural));

    public static readonly ResourceType Pods = new("", "v1", "pods", "Pod", true) { ShortNames = ["po"], Categories = ["all"], HasStatus = true };
    public static readonly ResourceType Nodes = new("", "v1", "nodes", "Node", false) { ShortNames = ["no"], HasStatus = true };
    public static readonly ResourceType Namespaces = new("", "v1", "namespaces", "Namespace", false) { ShortNames = ["ns"], HasStatus = true };
    public static readonly ResourceType Services = new("", "v1", "services", "Service", true) { ShortNames = ["svc"], Categories = ["all"], HasStatus = true };
    public static readonly ResourceType Endpoints = new("", "v1", "endpoints", "Endpoints", true) { ShortNames = ["ep"], Singular = "endpoints" };
    public static readonly ResourceType Events = new("", "v1", "events", "Event", true) { ShortNames = ["ev"] };
    public static readonly ResourceType ConfigMaps = new("", "v1", "configmaps", "ConfigMap", true) { ShortNames = ["cm"] };
    public static readonly ResourceType Secrets = new("", "v1", "secrets", "Secret", true);
    public static readonly ResourceType ServiceAccounts = new("", "v1", "serviceaccounts", "ServiceAccount", true) { ShortNames = ["sa"] };
    public static readonly ResourceType Deployments = new("apps", "v1", "deployments", "Deployment", true)
    { ShortNames = ["deploy"], Categories = ["all"], HasStatus = true, HasScale = true };
    public static readonly ResourceType ReplicaSets = new("apps", "v1", "replicasets", "ReplicaSet", true)
    { ShortNames = ["rs"], Categories = ["all"], HasStatus = true, HasScale = true };
    public static readonly ResourceType Jobs = new("batch", "v1", "jobs", "Job", true) { Categories = ["all"], HasStatus = true };
    public static readonly ResourceType EndpointSlices = new("discovery.k8s.io", "v1", "endpointslices", "EndpointSlice", true);
    public static readonly ResourceType Ingresses = new("networking.k8s.io", "v1", "ingresses", "Ingress", true) { ShortNames = ["ing"], HasStatus = true };
    public static readonly ResourceType IngressClasses = new("networking.k8s.io", "v1", "ingressclasses", "IngressClass", false);
    public static readonly ResourceType NetworkPolicies =
        new("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy", true) { ShortNames = ["netpol"], Singular = "networkpolicy" };
    public static readonly ResourceType Leases = new("coordination.k8s.io", "v1", "leases", "Lease", true);
    public static readonly ResourceType CustomResourceDefinitions =
        new("apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", false)
        { ShortNames = ["crd", "crds"], Categories = ["api-extensions"], HasStatus = true };

    private static readonly ResourceType[] BuiltIn =
    [
        Pods, Nodes, Namespaces, Services, Endpoints, Events, ConfigMaps, Secrets, ServiceAccounts,
        Deployments, ReplicaSets, Jobs, EndpointSlices, Ingresses, IngressClasses, Leases, CustomResourceDefinitions,
        NetworkPolicies,
        new("rbac.authorization.k8s.io", "v1", "roles", "Role", true),
        new("rbac.authorization.k8s.io", "v1", "rolebindings", "RoleBinding", true),
        new("rbac.authorization.k8s.io", "v1", "clusterroles", "ClusterRole", false),
        new("rbac.authorization.k8s.io", "v1", "clusterrolebindings", "ClusterRoleBinding", false),
    ];
}
