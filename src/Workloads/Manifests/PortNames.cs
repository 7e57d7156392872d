using System.Globalization;
using Gauntlet.Workloads.Objects;
using k8s.Models;

namespace Gauntlet.Workloads.Manifests;

/// <summary>Ports that are asked for by a name which no container gives to one of its own: a probe then fails for ever, a Service has no endpoints.</summary>
internal static class PortNames
{
    private const string Remedy = "Name the port in the container's ports, or give its number.";

    public static IEnumerable<ManifestProblem> Unknown(IReadOnlyList<KubeObject> objects, IReadOnlyList<PodTemplate> templates) => OfProbes(templates).Concat(OfServices(objects, templates));

    private static IEnumerable<ManifestProblem> OfProbes(IReadOnlyList<PodTemplate> templates) =>
        from template in templates
        from entry in template.Spec.Containers.Index()
        let container = entry.Item
        from probe in new[] { ("livenessProbe", container.LivenessProbe), ("readinessProbe", container.ReadinessProbe), ("startupProbe", container.StartupProbe) }
        let port = probe.Item2?.HttpGet?.Port?.Value ?? probe.Item2?.TcpSocket?.Port?.Value
        where IsName(port) && !Names(container).Contains(port)
        select template.Of.Problem(
            template.PathOf($"spec.containers[{entry.Index}].{probe.Item1}"), $"The {probe.Item1} of the container '{container.Name}' asks its port '{port}', and it has none of that name.", Remedy);

    private static IEnumerable<ManifestProblem> OfServices(IReadOnlyList<KubeObject> objects, IReadOnlyList<PodTemplate> templates) =>
        from entry in objects
        let service = entry.As<V1Service>()
        where service is not null
        let behind = templates.Where(template => template.IsSelectedBy(service)).ToList()
        where behind.Count > 0
        from port in (service.Spec.Ports ?? []).Index()
        let target = port.Item?.TargetPort?.Value
        where IsName(target) && !behind.SelectMany(template => template.Spec.Containers).SelectMany(Names).Contains(target)
        select entry.Problem($"spec.ports[{port.Index}].targetPort", $"{entry} sends to the port '{target}', and no container behind it has one of that name.", Remedy) with { IsOfAbsence = true };

    private static bool IsName(string? port) => port is { Length: > 0 } && !int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static IEnumerable<string?> Names(V1Container container) => (container.Ports ?? []).Select(port => port?.Name);
}
