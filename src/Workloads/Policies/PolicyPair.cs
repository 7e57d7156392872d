using System.Net;
using System.Text.Json.Nodes;
using Gauntlet.ObjectRules.Traffic;
using Gauntlet.Workloads.Health;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;
using k8s.Models;

namespace Gauntlet.Workloads.Policies;

/// <summary>A connection between two pods, and what the policies of the manifests say of it.</summary>
/// <param name="From">The pod that connects.</param>
/// <param name="To">The pod that it connects to.</param>
/// <param name="Port">A TCP port that a container of that pod declares.</param>
/// <param name="IsAllowed">Whether the policies allow it.</param>
public sealed record PolicyPair(DeployedPod From, DeployedPod To, int Port, bool IsAllowed)
{
    /// <summary>Where it leads.</summary>
    internal IPEndPoint Target => new(AddressOf(To.Pod).Address, Port);

    /// <summary>All connections from one pod of each workload to the ports of one pod of each other workload, in a fixed order.</summary>
    /// <param name="manifests">Their policies decide.</param>
    /// <param name="pods">What runs of them. A pod in its node's network is passed over: no policy binds it.</param>
    /// <param name="spaces">The namespaces with their labels.</param>
    public static IReadOnlyList<PolicyPair> All(ManifestSet manifests, IEnumerable<DeployedPod> pods, IEnumerable<V1Namespace> spaces)
    {
        ArgumentNullException.ThrowIfNull(manifests);
        var policies = new NetworkPolicies(manifests.Objects.Where(item => item.Is<V1NetworkPolicy>()).Select(item => item.Body));
        var labels = spaces.ToDictionary(space => space.Metadata.Name, space => Map(space.Metadata.Labels));
        var ends = pods.Where(pod => IsOnTheNetwork(pod.Pod)).GroupBy(pod => pod.Workload)
            .Select(group => group.OrderBy(pod => pod.Pod.Metadata.Name, StringComparer.Ordinal).First())
            .OrderBy(pod => pod.Workload.ToString(), StringComparer.Ordinal)
            .Select(pod => (Pod: pod, End: End(pod.Pod, labels.GetValueOrDefault(pod.Pod.Metadata.NamespaceProperty)))).ToList();
        return
        [
            .. from one in ends
               from other in ends
               where one.Pod != other.Pod
               from port in Ports(other.Pod.Pod)
               select new PolicyPair(one.Pod, other.Pod, port, policies.Allows(one.End, other.End, port)),
        ];
    }

    internal static PodAddress AddressOf(V1Pod pod) => new(pod.Spec.NodeName, IPAddress.Parse(pod.Status.PodIP));

    /// <summary>From whom to whom, as people read it.</summary>
    public override string ToString() => $"{From.Workload} to {To.Workload}:{Port}";

    private static bool IsOnTheNetwork(V1Pod pod) => pod.Spec.HostNetwork != true && pod.Metadata.DeletionTimestamp is null
        && pod.Status is { Phase: "Running", PodIP.Length: > 0 } && Conditions.IsReady(pod);

    private static IEnumerable<int> Ports(V1Pod pod) => pod.Spec.Containers.SelectMany(container => container.Ports ?? [])
        .Where(port => port.Protocol is null or "TCP").Select(port => port.ContainerPort).Distinct().Order();

    private static PolicyPod End(V1Pod pod, JsonObject? space)
    {
        var ports = new Dictionary<(string, string), int>();
        foreach (var port in pod.Spec.Containers.SelectMany(container => container.Ports ?? []))
        {
            ports.TryAdd((port.Name ?? "", port.Protocol ?? "TCP"), port.ContainerPort);
        }

        return new PolicyPod(pod.Metadata.NamespaceProperty, Map(pod.Metadata.Labels), space, AddressOf(pod).Address, ports);
    }

    private static JsonObject Map(IDictionary<string, string>? labels) =>
        new((labels ?? new Dictionary<string, string>()).Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value)));
}
