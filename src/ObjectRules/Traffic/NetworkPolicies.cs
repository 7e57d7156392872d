using System.Net;
using System.Text.Json.Nodes;
using Gauntlet.ObjectRules.Metadata;

namespace Gauntlet.ObjectRules.Traffic;

/// <summary>
/// What networking.k8s.io/v1 policies allow (https://kubernetes.io/docs/concepts/services-networking/network-policies/): a pod that no policy of a
/// direction selects takes
/// everything in it, one that some select takes what any of them allows, and a connection needs the egress of its source and the ingress of its destination.
/// </summary>
/// <param name="policies">All policies of the cluster; other objects are passed over.</param>
public sealed class NetworkPolicies(IEnumerable<JsonObject> policies)
{
    private readonly List<Field> _policies =
        [.. policies.Select(policy => new Field(policy, "", [])).Where(policy => policy["kind"].Text == "NetworkPolicy")];

    /// <summary>Whether a connection is allowed.</summary>
    /// <param name="source">Who connects.</param>
    /// <param name="destination">Where to.</param>
    /// <param name="port">The port of the destination's pod, from 1 to 65535.</param>
    /// <param name="protocol">TCP, UDP or SCTP.</param>
    public bool Allows(PolicyPod source, PolicyPod destination, int port, string protocol = "TCP")
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(destination);
        // A pod can always reach itself.
        return (source.Address is not null && source.Address.Equals(destination.Address))
            || (Allows("Egress", source, destination, destination, port, protocol) && Allows("Ingress", destination, source, destination, port, protocol));
    }

    /// <summary>Whether any policy selects a pod in a direction, Ingress or Egress: without one nothing is denied.</summary>
    public bool Isolates(PolicyPod pod, string direction) => Of(pod, direction).Any();

    private bool Allows(string direction, PolicyPod selected, PolicyPod other, PolicyPod destination, int port, string protocol)
    {
        var isIsolated = false;
        foreach (var policy in Of(selected, direction))
        {
            isIsolated = true;
            var (rules, peers) = direction == "Ingress" ? (policy["spec", "ingress"], "from") : (policy["spec", "egress"], "to");
            if (rules.Items.Any(rule => HasPeer(rule[peers], policy, other) && HasPort(rule["ports"], destination, port, protocol)))
            {
                return true;
            }
        }

        return !isIsolated;
    }

    private IEnumerable<Field> Of(PolicyPod pod, string direction) => _policies.Where(policy =>
        pod.Namespace is not null && NamespaceOf(policy) == pod.Namespace && Selectors.Matches(Selector(policy["spec", "podSelector"]), pod.Labels)
        && Directions(policy["spec"]).Contains(direction));

    /// <summary>Where nothing is written: ingress, and egress too where there are rules for it.</summary>
    private static IEnumerable<string> Directions(Field spec) => spec["policyTypes"].Count > 0
        ? spec["policyTypes"].Items.Select(type => type.Text ?? "")
        : spec["egress"].Count > 0 ? ["Ingress", "Egress"] : ["Ingress"];

    private static bool HasPeer(Field peers, Field policy, PolicyPod other) =>
        peers.Count == 0 || peers.Items.Any(peer => peer["ipBlock"].Exists ? IsIn(peer["ipBlock"], other.Address) : IsMeant(peer, policy, other));

    private static bool IsMeant(Field peer, Field policy, PolicyPod other)
    {
        if (other.Namespace is null || (!peer["podSelector"].Exists && !peer["namespaceSelector"].Exists))
        {
            return false;
        }

        var inSpace = peer["namespaceSelector"].Exists
            ? Selectors.Matches(peer["namespaceSelector"], other.SpaceLabels) : other.Namespace == NamespaceOf(policy);
        return inSpace && (!peer["podSelector"].Exists || Selectors.Matches(peer["podSelector"], other.Labels));
    }

    private static bool IsIn(Field block, IPAddress? address) =>
        address is not null && Contains(block["cidr"], address) && !block["except"].Items.Any(except => Contains(except, address));

    private static bool Contains(Field range, IPAddress address) => range.Text is { } text && IPNetwork.TryParse(text, out var network)
        && network.Contains(address);

    private static bool HasPort(Field ports, PolicyPod destination, int port, string protocol) => ports.Count == 0 || ports.Items.Any(wanted =>
        (wanted["protocol"].Text ?? "TCP") == protocol
        && (wanted["port"] switch
        {
            { Exists: false } => true,
            { Text: { } name } => destination.Ports.TryGetValue((name, protocol), out var number) && number == port,
            { Number: { } first } => port >= first && port <= (wanted["endPort"].Number ?? first),
            _ => false,
        }));

    private static string NamespaceOf(Field policy) => policy["metadata", "namespace"].Text is { Length: > 0 } space ? space : "default";

    // In the policy's own selector an absent one is an empty one, which selects all.
    private static Field Selector(Field selector) => selector.Exists ? selector : selector.With(new JsonObject(), selector.Path);
}
