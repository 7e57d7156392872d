using Gauntlet.Workloads.Objects;
using k8s.Models;

namespace Gauntlet.Workloads.Kinds;

/// <summary>
/// An endpoint for the pods that it selects, where there are any. An address of a load balancer is not waited for: few clusters have one to give.
/// </summary>
internal sealed class ServiceKind : IWorkloadKind
{
    public bool Judges(ObjectKind kind) => kind.Is("", "Service");

    public KindState Judge(LiveObject item, Surroundings around)
    {
        var pods = around.Pods.Where(pod => pod.Status?.Phase is not ("Succeeded" or "Failed") && IsSelected(item, pod)).ToList();
        var endpoints = around.Endpoints.FirstOrDefault(
            entry => entry.Metadata.NamespaceProperty == item.Text("metadata", "namespace") && entry.Metadata.Name == item.Text("metadata", "name"));
        return pods.Count > 0 && endpoints?.Subsets?.Any(subset => subset.Addresses?.Count > 0) != true
            ? KindState.Waits("no endpoint")
            : KindState.Healthy with
            {
                Note = item.Text("spec", "type") == "LoadBalancer" && item.At("status", "loadBalancer", "ingress") is null
                    ? "its load balancer has no address, which was not waited for" : null,
            };
    }

    private static bool IsSelected(LiveObject item, V1Pod pod) =>
        pod.Metadata.NamespaceProperty == item.Text("metadata", "namespace")
        && item.At("spec", "selector") is System.Text.Json.Nodes.JsonObject { Count: > 0 } selector
        && selector.All(label => pod.Metadata.Labels?.TryGetValue(label.Key, out var value) == true && value == item.Text("spec", "selector", label.Key));
}
