using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gauntlet.ObjectRules;
using Gauntlet.Workloads.Objects;
using k8s.Models;

namespace Gauntlet.Workloads.Routing;

/// <summary>
/// Reads the routes off the Ingress objects, and their expected answers off the Services behind them. A Service that is not there is none of its problems:
/// nothing is known of its answer then.
/// </summary>
internal static partial class RouteDiscovery
{
    public static IReadOnlyList<Route> Find(
        IReadOnlyList<KubeObject> objects, IReadOnlyList<(KubeObject Of, PodTemplate Pods)> templates, HostNames hosts, List<ManifestProblem> problems)
    {
        var rules = IngressRules.Find(objects, hosts, problems);
        problems.AddRange(rules.GroupBy(rule => (rule.Host, rule.Path)).Where(same => same.Count() > 1).Select(same => same.Last().Problem(
            "path", $"A rule for {same.Key.Host}{same.Key.Path} is in {same.First().Origin} as well, and a request reaches only one of them.",
            "Give each host and path once.")));
        if (rules.Count == 0 && problems.Count == 0)
        {
            var origin = objects.FirstOrDefault(entry => entry.Is<V1Ingress>())?.Origin;
            problems.Add(new ManifestProblem(
                origin?.File ?? "*.yaml", origin?.Line, "No Ingress has a rule with a host and a path, so there is nothing to ask or load.",
                "Add one, as docs/adding-a-workload.md shows."));
        }

        var routes = rules.Select(rule => Read(rule, objects, templates, hosts, problems)).OfType<(IngressRule Rule, Route Route)>().ToList();
        var hostsOfLabel = routes.Select(entry => entry.Route.Host).Distinct().ToLookup(Label);
        var rulesOfHost = routes.ToLookup(entry => entry.Route.Host);
        string Name(string host, string path) => (hostsOfLabel[Label(host)].Count() > 1 ? host : Label(host)) + (rulesOfHost[host].Count() > 1 ? path : "");
        return [.. routes.Select(entry => entry.Route with { Name = Name(entry.Route.Host, entry.Rule.Path) })];
    }

    private static string Label(string host) => host.Split('.')[0];

    private static (IngressRule, Route)? Read(
        IngressRule rule, IReadOnlyList<KubeObject> objects, IReadOnlyList<(KubeObject Of, PodTemplate Pods)> templates, HostNames hosts,
        List<ManifestProblem> problems)
    {
        if (rule.Backend is null)
        {
            problems.Add(rule.Problem(
                "backend", $"What {rule.Host}{rule.Path} leads to is no Service, so that nothing is known of its answer.", "Name a Service."));
            return null;
        }

        var found = objects.FirstOrDefault(entry => entry.Is<V1Service>() && entry.Name == rule.Backend.Name && entry.Namespace == rule.Ingress.Namespace);
        var service = found?.As<V1Service>();
        if (HostOf(rule, found, service, hosts, problems) is not { } host || StatusOf(found, service, problems) is not { } status
            || PathOf(rule, host, found, service, problems) is not { } path)
        {
            return null;
        }

        var body = service?.GetAnnotation(GauntletAnnotations.Body) ?? (found is null ? null : EchoText(found, templates));
        var route = new Route("", host, path, $"{rule.Ingress.Namespace}/{rule.Backend.Name}", status, body);
        if (found is null || service is null)
        {
            return (rule, route);
        }

        var wrong = RequestAnnotations.Problems(found, service).ToList();
        problems.AddRange(wrong);
        return wrong.Count > 0 ? null : (rule, RequestAnnotations.Apply(route, service));
    }

    private static string? HostOf(IngressRule rule, KubeObject? found, V1Service? service, HostNames hosts, List<ManifestProblem> problems)
    {
        if (!rule.IsOfManyHosts)
        {
            return rule.Host;
        }

        var host = service?.GetAnnotation(GauntletAnnotations.Host);
        if (host is null)
        {
            problems.Add(rule.HostProblem(
                rule.Host.Length == 0 ? "The rule is for all hosts, and a request has to name one."
                    : $"The host '{rule.Host}' is a wildcard, and a request has to name one host.",
                $"Say which one by {GauntletAnnotations.Host} on the Service '{rule.Backend!.Name}', or name the host in full."));
            return null;
        }

        if (!rule.Takes(host) || !hosts.TakeOne(host))
        {
            problems.Add(found!.Problem(
                $"metadata.annotations.{GauntletAnnotations.Host}",
                $"{GauntletAnnotations.Host} of the Service '{found.Name}' is '{host}', which is no host of '{rule.Host}' under {hosts.Words}.",
                "Name one that the rule takes."));
            return null;
        }

        return host;
    }

    private static int? StatusOf(KubeObject? found, V1Service? service, List<ManifestProblem> problems)
    {
        if (service?.GetAnnotation(GauntletAnnotations.Status) is not { } text)
        {
            return 200;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= 200 and <= 599)
        {
            return status;
        }

        problems.Add(found!.Problem(
            $"metadata.annotations.{GauntletAnnotations.Status}", $"{GauntletAnnotations.Status} of the Service '{found.Name}' is '{text}'.",
            "It is an HTTP status from 200 to 599."));
        return null;
    }

    private static string? PathOf(IngressRule rule, string host, KubeObject? found, V1Service? service, List<ManifestProblem> problems)
    {
        var path = service?.GetAnnotation(GauntletAnnotations.Path);
        if (path is null && rule.IsPattern)
        {
            problems.Add(rule.Problem(
                "path", $"The path '{rule.Path}' of {host} is a pattern, and a request has to name one path.",
                $"Say which one by {GauntletAnnotations.Path} on the Service '{rule.Backend!.Name}'."));
            return null;
        }

        if (!RequestPath().IsMatch(path ?? rule.Path))
        {
            var what = $"The request for {host} would have the path '{path ?? rule.Path}'.";
            var remedy = $"Let the path of the rule, or {GauntletAnnotations.Path} of the Service '{rule.Backend!.Name}', begin with a slash and hold "
                + "printable ASCII only.";
            problems.Add(path is null ? rule.Problem("path", what, remedy) : found!.Problem($"metadata.annotations.{GauntletAnnotations.Path}", what, remedy));
            return null;
        }

        return path ?? rule.Path;
    }

    /// <summary>The -text of the http-echo container behind a Service, which ends it with a line feed; null where another image answers.</summary>
    private static string? EchoText(KubeObject service, IReadOnlyList<(KubeObject Of, PodTemplate Pods)> templates) =>
        templates
            .Where(template => template.Of.Namespace == service.Namespace && template.Pods.IsSelectedBy(service.Body))
            .SelectMany(template => template.Pods.Serving())
            .Where(container => Text(container.Container["image"])?.Contains("http-echo", StringComparison.Ordinal) == true)
            .SelectMany(container => container.Container["args"] as JsonArray ?? [])
            .Select(argument => Text(argument)?.TrimStart('-') ?? "")
            .Where(argument => argument.StartsWith("text=", StringComparison.Ordinal))
            .Select(argument => argument["text=".Length..] + "\n")
            .FirstOrDefault();

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    [GeneratedRegex(@"\A/[!-~]*\z")]
    private static partial Regex RequestPath();
}
