using k8s.Models;

namespace Gauntlet.Experiments.Resources;

/// <summary>What the containers of pods ask for, and may have.</summary>
internal static class PodSpecs
{
    /// <summary>Cores that a container may use; null without a limit.</summary>
    public static double? CpuLimit(V1Container container) => Of(container.Resources?.Limits, "cpu");

    /// <summary>Cores that are set aside for a container.</summary>
    public static double? CpuRequest(V1Container container) => Of(container.Resources?.Requests, "cpu") ?? CpuLimit(container);

    /// <summary>Bytes that a container may have; null without a limit.</summary>
    public static double? MemoryLimit(V1Container container) => Of(container.Resources?.Limits, "memory");

    /// <summary>Bytes that are set aside for a container.</summary>
    public static double? MemoryRequest(V1Container container) => Of(container.Resources?.Requests, "memory") ?? MemoryLimit(container);

    /// <summary>Of all containers of all pods.</summary>
    /// <param name="needsAll">Whether one without it makes the sum none.</param>
    public static double? Total(IReadOnlyList<V1Pod> pods, Func<V1Container, double?> quantity, bool needsAll)
    {
        var all = pods.SelectMany(pod => pod.Spec?.Containers ?? []).Select(quantity).ToList();
        return all.Count == 0 || (needsAll && all.Contains(null)) ? null : all.Sum(value => value ?? 0);
    }

    /// <summary>The container of an id; the only one of its pod where the pod does not tell the id. Null for the pod's own.</summary>
    public static V1Container? ContainerOf(V1Pod pod, string id)
    {
        var name = (pod.Status?.ContainerStatuses ?? []).FirstOrDefault(status => status.ContainerID?.EndsWith(id, StringComparison.Ordinal) == true)?.Name;
        return pod.Spec?.Containers?.FirstOrDefault(container => container.Name == name) ?? (pod.Spec?.Containers is [var only] ? only : null);
    }

    private static double? Of(IDictionary<string, ResourceQuantity>? quantities, string name) =>
        quantities?.TryGetValue(name, out var quantity) == true ? (double)quantity.ToDecimal() : null;
}
