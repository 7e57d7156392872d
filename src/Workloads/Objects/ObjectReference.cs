using k8s;
using k8s.Models;

namespace Gauntlet.Workloads.Objects;

/// <summary>Names one object of a cluster, or a thing of Gauntlet's own. Compared as it is, and turned into text only where people read it.</summary>
/// <param name="Group">Of the API; empty for the core.</param>
/// <param name="Kind">As in a manifest.</param>
/// <param name="Namespace">Null for a kind that lives in none.</param>
/// <param name="Name">Within the namespace.</param>
public sealed record ObjectReference(string Group, string Kind, string? Namespace, string Name)
{
    /// <summary>The group of what is no object of the API.</summary>
    private const string Own = "gauntlet";

    /// <summary>All of the cluster.</summary>
    public static ObjectReference Cluster { get; } = new(Own, "Cluster", null, "");

    /// <summary>An object as the client has it. Items of a list come without their kind, so that their type tells it.</summary>
    public static ObjectReference Of(IKubernetesObject<V1ObjectMeta> item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var kind = KindTable.Of(item.GetType());
        return new ObjectReference(kind.Group, kind.Name, item.Metadata.NamespaceProperty, item.Metadata.Name);
    }

    /// <summary>The owner of an object, which lives in the same namespace.</summary>
    public static ObjectReference Of(V1OwnerReference owner, string? space)
    {
        ArgumentNullException.ThrowIfNull(owner);
        return new ObjectReference(KindTable.Split(owner.ApiVersion).Group, owner.Kind, space, owner.Name);
    }

    /// <summary>A route through the ingress.</summary>
    public static ObjectReference Route(string host, string path) => new(Own, "Route", null, host + path);

    /// <summary>Kind namespace/name, without what there is none of.</summary>
    public override string ToString() => Namespace is not null ? $"{Kind} {Namespace}/{Name}" : Name.Length > 0 ? $"{Kind} {Name}" : Kind;
}
