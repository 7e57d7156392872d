using System.Net;
using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Storage;
using Gauntlet.ObjectRules.Traffic;

namespace Gauntlet.EmbeddedCluster.Network;

/// <summary>Enforces NetworkPolicies on the connections that pods make, by the rules that foretell what another cluster would do. Only new connections are
/// asked about.</summary>
internal sealed class PolicyGate(ObjectStore store)
{
    /// <summary>Whether the pod of one address may connect to a port of another; addresses of no pod are outside of the cluster.</summary>
    public bool Allows(IPAddress from, IPAddress to, int port)
    {
        var policies = store.List(ResourceCatalogue.NetworkPolicies).Select(policy => policy.Value).ToList();
        return policies.Count == 0 || new NetworkPolicies(policies).Allows(End(from), End(to), port);
    }

    private PolicyPod End(IPAddress address)
    {
        var text = address.ToString();
        if (store.List(ResourceCatalogue.Pods).FirstOrDefault(pod => pod.Value.Text("status", "podIP") == text)?.Value is not { } found)
        {
            return PolicyPod.Outside(address);
        }

        var space = found.Namespace();
        return new PolicyPod(
            space, found.Object("metadata", "labels"),
            store.Find(ResourceCatalogue.Namespaces, "", space)?.Value.Object("metadata", "labels"), address, Ports(found));
    }

    private static Dictionary<(string Name, string Protocol), int> Ports(JsonObject pod)
    {
        var ports = new Dictionary<(string, string), int>();
        foreach (var port in (pod.Object("spec")?.Objects("containers") ?? []).SelectMany(container => container.Objects("ports")))
        {
            ports.TryAdd((port.Text("name") ?? "", port.Text("protocol") ?? "TCP"), port.Int(0, "containerPort"));
        }

        return ports;
    }
}
