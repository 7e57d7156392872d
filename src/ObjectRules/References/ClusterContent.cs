using System.Text.Json.Nodes;

namespace Gauntlet.ObjectRules.References;

/// <summary>What a cluster has before a set of objects is applied to it.</summary>
public sealed record ClusterContent
{
    /// <summary>What every namespace has, as kind and name.</summary>
    public IReadOnlySet<(string Kind, string Name)> InEveryNamespace { get; init; } =
        new HashSet<(string, string)> { ("ServiceAccount", "default"), ("ConfigMap", "kube-root-ca.crt") };

    /// <summary>Namespaces of the cluster itself, whose content nobody lists.</summary>
    public IReadOnlySet<string> OwnNamespaces { get; init; } = new HashSet<string> { "kube-system", "kube-public", "kube-node-lease" };

    /// <summary>Objects that are on the cluster already.</summary>
    public IReadOnlyList<JsonObject> Objects { get; init; } = [];

    /// <summary>The namespace of an object that names none.</summary>
    public string DefaultNamespace { get; init; } = "default";

    /// <summary>Whether the cluster may have more than this: then what is missing is assumed to be there, and only what does not fit is a problem.</summary>
    public bool MayHaveMore { get; init; }
}

/// <summary>A reference that leads nowhere.</summary>
/// <param name="Item">The object that has it.</param>
/// <param name="Problem">The field, and what is missing.</param>
/// <param name="IsAssumed">Whether the cluster, or something in the set, may have what is missing here.</param>
public sealed record ReferenceProblem(JsonObject Item, ObjectProblem Problem, bool IsAssumed);
