using System.Globalization;
using Gauntlet.Workloads.Manifests;
using k8s.Models;

namespace Gauntlet.Workloads.Routing;

/// <summary>Reads the routes off the Ingress objects, and their expected answers off the Services behind them.</summary>
internal static class RouteDiscovery
{
    private const string StatusAnnotation = "gauntlet/expect-status";
    private const string BodyAnnotation = "gauntlet/expect-body";
    private const string PathAnnotation = "gauntlet/path";

    public static IReadOnlyList<Route> Find(IReadOnlyList<ManifestObject> objects, List<ManifestProblem> problems)
    {
        var routes = new List<Route>();
        foreach (var (file, ingress) in objects.Where(entry => entry.Resource is V1Ingress).Select(entry => (entry.File, (V1Ingress)entry.Resource)))
        {
            foreach (var rule in ingress.Spec?.Rules ?? [])
            {
                if (rule.Host is null || !(rule.Host == "localhost" || rule.Host.EndsWith(".localhost", StringComparison.Ordinal)))
                {
                    problems.Add(new ManifestProblem(file, null, $"The host '{rule.Host}' is not local.", "Name a host under .localhost: the load must not be meant for anybody else."));
                    continue;
                }

                foreach (var path in rule.Http?.Paths ?? [])
                {
                    Add(new RouteSource(file, ingress, rule.Host, path, rule.Http!.Paths.Count > 1), objects, routes, problems);
                }
            }
        }

        return routes;
    }

    private static void Add(RouteSource source, IReadOnlyList<ManifestObject> objects, List<Route> routes, List<ManifestProblem> problems)
    {
        var space = source.Ingress.Metadata.NamespaceProperty ?? "default";
        var backend = source.Path.Backend?.Service;
        var service = objects.Select(entry => entry.Resource).OfType<V1Service>()
            .FirstOrDefault(service => service.Metadata.Name == backend?.Name && (service.Metadata.NamespaceProperty ?? "default") == space);
        if (service is null)
        {
            problems.Add(new ManifestProblem(source.File, null, $"The Ingress sends {source.Host} to the Service '{backend?.Name}', which does not exist in {space}.", "Add the Service, or correct its name."));
            return;
        }

        if (service.Spec.Ports?.Any(port => port.Port == backend!.Port?.Number || port.Name == backend.Port?.Name) != true)
        {
            problems.Add(new ManifestProblem(source.File, null, $"The Service '{service.Metadata.Name}' has no port {backend!.Port?.Name ?? backend.Port?.Number?.ToString(CultureInfo.InvariantCulture)}.", "Name one of its ports."));
            return;
        }

        var status = service.GetAnnotation(StatusAnnotation);
        var expectedStatus = 200;
        if (status is not null && (!int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out expectedStatus) || expectedStatus is < 200 or > 599))
        {
            problems.Add(new ManifestProblem(source.File, null, $"{StatusAnnotation} of the Service '{service.Metadata.Name}' is '{status}'.", "It is an HTTP status from 200 to 599."));
            return;
        }

        var requestPath = service.GetAnnotation(PathAnnotation) ?? source.Path.Path ?? "/";
        var name = source.Host.Split('.')[0] + (source.HasSiblings ? source.Path.Path : "");
        routes.Add(new Route(name, source.Host, requestPath, $"{space}/{service.Metadata.Name}", expectedStatus, service.GetAnnotation(BodyAnnotation) ?? EchoText(service, objects)));
    }

    /// <summary>The -text of the http-echo container behind a Service, which ends it with a line feed; null where another image answers.</summary>
    private static string? EchoText(V1Service service, IReadOnlyList<ManifestObject> objects) =>
        objects.Select(entry => entry.Resource).OfType<V1Deployment>()
            .Where(deployment => ManifestChecks.Selects(service, deployment))
            .SelectMany(deployment => deployment.Spec.Template.Spec.Containers)
            .Where(container => container.Image?.Contains("http-echo", StringComparison.Ordinal) == true)
            .SelectMany(container => container.Args ?? [])
            .Select(argument => argument.TrimStart('-'))
            .Where(argument => argument.StartsWith("text=", StringComparison.Ordinal))
            .Select(argument => argument["text=".Length..] + "\n")
            .FirstOrDefault();

    private sealed record RouteSource(string File, V1Ingress Ingress, string Host, V1HTTPIngressPath Path, bool HasSiblings);
}
