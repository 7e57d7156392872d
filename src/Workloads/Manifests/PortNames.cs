using System.Globalization;
using k8s.Models;

namespace Gauntlet.Workloads.Manifests;

/// <summary>Ports that are asked for by a name which no container gives to one of its own: a probe then fails for ever, a Service has no endpoints.</summary>
internal static class PortNames
{
    public static IEnumerable<ManifestProblem> Unknown(IReadOnlyList<ManifestObject> objects) => OfProbes(objects).Concat(OfServices(objects));

    private static IEnumerable<ManifestProblem> OfProbes(IReadOnlyList<ManifestObject> objects) =>
        from entry in objects
        where entry.Resource is V1Deployment
        from container in ((V1Deployment)entry.Resource).Spec.Template.Spec.Containers
        from probe in new[] { ("livenessProbe", container.LivenessProbe), ("readinessProbe", container.ReadinessProbe), ("startupProbe", container.StartupProbe) }
        let port = probe.Item2?.HttpGet?.Port?.Value ?? probe.Item2?.TcpSocket?.Port?.Value
        where IsName(port) && !Names(container).Contains(port)
        select new ManifestProblem(entry.File, null, $"The {probe.Item1} of the container '{container.Name}' asks its port '{port}', and it has none of that name.", "Name the port in the container's ports, or give its number.");

    private static IEnumerable<ManifestProblem> OfServices(IReadOnlyList<ManifestObject> objects)
    {
        var deployments = objects.Select(entry => entry.Resource).OfType<V1Deployment>().ToList();
        return
            from entry in objects
            where entry.Resource is V1Service
            let service = (V1Service)entry.Resource
            let behind = deployments.Where(deployment => ManifestChecks.Selects(service, deployment)).ToList()
            where behind.Count > 0
            from port in service.Spec.Ports ?? []
            let target = port?.TargetPort?.Value
            where IsName(target) && !behind.SelectMany(deployment => deployment.Spec.Template.Spec.Containers).SelectMany(Names).Contains(target)
            select new ManifestProblem(entry.File, null, $"{entry.Id} sends to the port '{target}', and no container behind it has one of that name.", "Name the port in the container's ports, or give its number.");
    }

    private static bool IsName(string? port) => port is { Length: > 0 } && !int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static IEnumerable<string?> Names(V1Container container) => (container.Ports ?? []).Select(port => port?.Name);
}
