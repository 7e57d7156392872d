using System.Globalization;
using System.Text.RegularExpressions;
using Gauntlet.Workloads.Manifests;
using k8s.Models;

namespace Gauntlet.Workloads.Routing;

/// <summary>Reads the routes off the Ingress objects, and their expected answers off the Services behind them.</summary>
internal static partial class RouteDiscovery
{
    private const string StatusAnnotation = "gauntlet/expect-status";
    private const string BodyAnnotation = "gauntlet/expect-body";
    private const string PathAnnotation = "gauntlet/path";

    public static IReadOnlyList<Route> Find(IReadOnlyList<ManifestObject> objects, List<ManifestProblem> problems)
    {
        var rules = Rules(objects, problems);
        problems.AddRange(rules.GroupBy(rule => (rule.Host, rule.Path)).Where(same => same.Count() > 1).Select(same => new ManifestProblem(
            same.Last().File, null, $"A rule for {same.Key.Host}{same.Key.Path} is in {same.First().File} as well, and a request reaches only one of them.", "Give each host and path once.")));
        if (rules.Count == 0 && problems.Count == 0)
        {
            var file = objects.FirstOrDefault(entry => entry.Resource is V1Ingress)?.File ?? "*.yaml";
            problems.Add(new ManifestProblem(file, null, "No Ingress has a rule with a host and a path, so there is nothing to ask or load.", "Add one, as docs/adding-a-workload.md shows."));
        }

        var hostsOfLabel = rules.Select(rule => rule.Host).Distinct().ToLookup(Label);
        var rulesOfHost = rules.ToLookup(rule => rule.Host);
        string Name(IngressRule rule) =>
            (hostsOfLabel[Label(rule.Host)].Count() > 1 ? rule.Host : Label(rule.Host)) + (rulesOfHost[rule.Host].Count() > 1 ? rule.Path : "");
        return [.. rules.Select(rule => Read(Name(rule), rule, objects, problems)).OfType<Route>()];
    }

    private static List<IngressRule> Rules(IReadOnlyList<ManifestObject> objects, List<ManifestProblem> problems)
    {
        var rules = new List<IngressRule>();
        foreach (var (file, ingress) in objects.Where(entry => entry.Resource is V1Ingress).Select(entry => (entry.File, (V1Ingress)entry.Resource)))
        {
            foreach (var rule in ingress.Spec?.Rules ?? [])
            {
                if (rule.Host is null || !LocalHost().IsMatch(rule.Host))
                {
                    problems.Add(new ManifestProblem(file, null, $"The host '{rule.Host}' is not local.", "Name a host under .localhost: the load must not be meant for anybody else."));
                    continue;
                }

                rules.AddRange((rule.Http?.Paths ?? []).Select(path => new IngressRule(file, ingress.Metadata.NamespaceProperty, rule.Host, path.Path ?? "/", path.Backend?.Service)));
            }
        }

        return rules;
    }

    private static string Label(string host) => host.Split('.')[0];

    private static Route? Read(string name, IngressRule rule, IReadOnlyList<ManifestObject> objects, List<ManifestProblem> problems)
    {
        var (space, backend) = (rule.Space, rule.Backend);
        var service = objects.Select(entry => entry.Resource).OfType<V1Service>()
            .FirstOrDefault(service => service.Metadata.Name == backend?.Name && service.Metadata.NamespaceProperty == space);
        if (service is null)
        {
            problems.Add(new ManifestProblem(rule.File, null, $"The Ingress sends {rule.Host} to the Service '{backend?.Name}', which does not exist in {space}.", "Add the Service, or correct its name."));
            return null;
        }

        if (service.Spec.Ports?.Any(port => backend!.Port is { Name: { } portName } ? port.Name == portName : port.Port == backend.Port?.Number) != true)
        {
            problems.Add(new ManifestProblem(rule.File, null, $"The Service '{service.Metadata.Name}' has no port {backend!.Port?.Name ?? backend.Port?.Number?.ToString(CultureInfo.InvariantCulture)}.", "Name one of its ports."));
            return null;
        }

        var status = service.GetAnnotation(StatusAnnotation);
        var expectedStatus = 200;
        if (status is not null && (!int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out expectedStatus) || expectedStatus is < 200 or > 599))
        {
            problems.Add(new ManifestProblem(rule.File, null, $"{StatusAnnotation} of the Service '{service.Metadata.Name}' is '{status}'.", "It is an HTTP status from 200 to 599."));
            return null;
        }

        var path = service.GetAnnotation(PathAnnotation) ?? rule.Path;
        if (!RequestPath().IsMatch(path))
        {
            problems.Add(new ManifestProblem(rule.File, null, $"The request for {rule.Host} would have the path '{path}'.", $"Let the path of the rule, or {PathAnnotation} of the Service '{service.Metadata.Name}', begin with a slash and hold printable ASCII only."));
            return null;
        }

        return new Route(name, rule.Host, path, $"{space}/{service.Metadata.Name}", expectedStatus, service.GetAnnotation(BodyAnnotation) ?? EchoText(service, objects));
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

    /// <summary>A name that the API server takes as a host, and no wildcard: a request has to name one host.</summary>
    [GeneratedRegex(@"\A(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*localhost\z")]
    private static partial Regex LocalHost();

    [GeneratedRegex(@"\A/[!-~]*\z")]
    private static partial Regex RequestPath();

    private sealed record IngressRule(string File, string Space, string Host, string Path, V1IngressServiceBackend? Backend);
}
