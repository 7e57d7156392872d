using System.Globalization;
using System.Text.RegularExpressions;
using Gauntlet.Workloads.Objects;
using k8s.Models;

namespace Gauntlet.Workloads.Routing;

/// <summary>Reads the routes off the Ingress objects, and their expected answers off the Services behind them.</summary>
internal static partial class RouteDiscovery
{
    public static IReadOnlyList<Route> Find(IReadOnlyList<KubeObject> objects, IReadOnlyList<PodTemplate> templates, List<ManifestProblem> problems)
    {
        var rules = IngressRules.Find(objects, problems);
        problems.AddRange(rules.GroupBy(rule => (rule.Host, rule.Path)).Where(same => same.Count() > 1).Select(same => same.Last().Problem(
            "path", $"A rule for {same.Key.Host}{same.Key.Path} is in {same.First().Origin} as well, and a request reaches only one of them.", "Give each host and path once.")));
        if (rules.Count == 0 && problems.Count == 0)
        {
            var origin = objects.FirstOrDefault(entry => entry.Is<V1Ingress>())?.Origin;
            problems.Add(new ManifestProblem(
                origin?.File ?? "*.yaml", origin?.Line, "No Ingress has a rule with a host and a path, so there is nothing to ask or load.", "Add one, as docs/adding-a-workload.md shows."));
        }

        var hostsOfLabel = rules.Select(rule => rule.Host).Distinct().ToLookup(Label);
        var rulesOfHost = rules.ToLookup(rule => rule.Host);
        string Name(IngressRule rule) =>
            (hostsOfLabel[Label(rule.Host)].Count() > 1 ? rule.Host : Label(rule.Host)) + (rulesOfHost[rule.Host].Count() > 1 ? rule.Path : "");
        return [.. rules.Select(rule => Read(Name(rule), rule, objects, templates, problems)).OfType<Route>()];
    }

    private static string Label(string host) => host.Split('.')[0];

    private static Route? Read(string name, IngressRule rule, IReadOnlyList<KubeObject> objects, IReadOnlyList<PodTemplate> templates, List<ManifestProblem> problems)
    {
        if (IngressRules.ServiceOf(rule.Ingress, rule.Backend, objects) is not { } found)
        {
            problems.Add(rule.Problem(
                "backend.service.name", $"The Ingress sends {rule.Host} to the Service '{rule.Backend?.Name}', which does not exist in {rule.Ingress.Namespace}.", "Add the Service, or correct its name.") with
            { IsOfAbsence = true });
            return null;
        }

        var service = found.As<V1Service>()!;
        if (service.Spec.Ports?.Any(port => rule.Backend!.Port is { Name: { } portName } ? port.Name == portName : port.Port == rule.Backend.Port?.Number) != true)
        {
            problems.Add(rule.Problem(
                "backend.service.port", $"The Service '{found.Name}' has no port {rule.Backend!.Port?.Name ?? rule.Backend.Port?.Number?.ToString(CultureInfo.InvariantCulture)}.", "Name one of its ports."));
            return null;
        }

        var status = service.GetAnnotation(GauntletAnnotations.Status);
        var expectedStatus = 200;
        if (status is not null && (!int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out expectedStatus) || expectedStatus is < 200 or > 599))
        {
            problems.Add(found.Problem(
                $"metadata.annotations.{GauntletAnnotations.Status}", $"{GauntletAnnotations.Status} of the Service '{found.Name}' is '{status}'.", "It is an HTTP status from 200 to 599."));
            return null;
        }

        var path = service.GetAnnotation(GauntletAnnotations.Path);
        if (path is null && rule.IsPattern)
        {
            problems.Add(rule.Problem(
                "path", $"The path '{rule.Path}' of {rule.Host} is a pattern, and a request has to name one path.", $"Say which one by {GauntletAnnotations.Path} on the Service '{found.Name}'."));
            return null;
        }

        if (!RequestPath().IsMatch(path ?? rule.Path))
        {
            var what = $"The request for {rule.Host} would have the path '{path ?? rule.Path}'.";
            var remedy = $"Let the path of the rule, or {GauntletAnnotations.Path} of the Service '{found.Name}', begin with a slash and hold printable ASCII only.";
            problems.Add(path is null ? rule.Problem("path", what, remedy) : found.Problem($"metadata.annotations.{GauntletAnnotations.Path}", what, remedy));
            return null;
        }

        var count = problems.Count;
        problems.AddRange(RequestAnnotations.Problems(found, service));
        return problems.Count > count ? null : RequestAnnotations.Apply(
            new Route(name, rule.Host, path ?? rule.Path, $"{found.Namespace}/{found.Name}", expectedStatus, service.GetAnnotation(GauntletAnnotations.Body) ?? EchoText(service, templates)),
            service);
    }

    /// <summary>The -text of the http-echo container behind a Service, which ends it with a line feed; null where another image answers.</summary>
    private static string? EchoText(V1Service service, IReadOnlyList<PodTemplate> templates) =>
        templates
            .Where(template => template.IsSelectedBy(service))
            .SelectMany(template => template.Spec.Containers)
            .Where(container => container.Image?.Contains("http-echo", StringComparison.Ordinal) == true)
            .SelectMany(container => container.Args ?? [])
            .Select(argument => argument.TrimStart('-'))
            .Where(argument => argument.StartsWith("text=", StringComparison.Ordinal))
            .Select(argument => argument["text=".Length..] + "\n")
            .FirstOrDefault();

    [GeneratedRegex(@"\A/[!-~]*\z")]
    private static partial Regex RequestPath();
}
