using System.Net;
using System.Text.Json.Nodes;

namespace Gauntlet.ObjectRules.Traffic;

/// <summary>One end of a connection as network policies see it.</summary>
public sealed class PolicyPod
{
    /// <summary>A pod.</summary>
    /// <param name="space">Its namespace.</param>
    /// <param name="labels">Its labels; null for none.</param>
    /// <param name="spaceLabels">Those of its namespace; null for none.</param>
    /// <param name="address">Its address; null where it has none yet.</param>
    /// <param name="ports">Its ports by name and protocol, for policies that name them.</param>
    public PolicyPod(
        string space, JsonObject? labels, JsonObject? spaceLabels, IPAddress? address, IReadOnlyDictionary<(string Name, string Protocol), int>? ports = null)
    {
        (Namespace, Address, Ports) = (space, address, ports ?? new Dictionary<(string, string), int>());
        Labels = new Field(labels, "", []);
        // Every namespace carries its own name as a label (Kubernetes 1.21); an older server's has none, and rules mean it all the same.
        var ofSpace = spaceLabels?.DeepClone().AsObject() ?? [];
        ofSpace["kubernetes.io/metadata.name"] ??= space;
        SpaceLabels = new Field(ofSpace, "", []);
    }

    /// <summary>Its namespace; null for an address outside of the cluster.</summary>
    public string? Namespace { get; private init; }

    /// <summary>Its address.</summary>
    public IPAddress? Address { get; }

    internal IReadOnlyDictionary<(string Name, string Protocol), int> Ports { get; }

    internal Field Labels { get; }

    internal Field SpaceLabels { get; }

    /// <summary>What is no pod: a node, or an address outside of the cluster. No policy selects it, and only an ipBlock means it.</summary>
    public static PolicyPod Outside(IPAddress address) => new("", null, null, address) { Namespace = null };
}
