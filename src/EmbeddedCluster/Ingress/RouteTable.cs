using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Ingress;

/// <summary>One path rule and the ready endpoints behind it.</summary>
internal sealed class Route(string path, bool exact, bool redirectToHttps, IReadOnlyList<(string Address, int Port)> endpoints)
{
    private uint _turn;

    public string Path { get; } = path;

    public bool Exact { get; } = exact;

    public bool RedirectToHttps { get; } = redirectToHttps;

    public IReadOnlyList<(string Address, int Port)> Endpoints { get; } = endpoints;

    /// <summary>The next endpoint, round robin.</summary>
    public (string Address, int Port) Next() => Endpoints[(int)(Interlocked.Increment(ref _turn) % (uint)Endpoints.Count)];

    /// <summary>A prefix matches whole path elements: /foo takes /foo/bar and not /foobar.</summary>
    public bool Matches(string request) => Exact
        ? request == Path
        : Path == "/" || (request.StartsWith(Path.TrimEnd('/'), StringComparison.Ordinal)
            && (request.Length == Path.TrimEnd('/').Length || request[Path.TrimEnd('/').Length] == '/'));
}

/// <summary>All routes of one moment, by host; built anew whenever an Ingress, a Service or its endpoints change.</summary>
internal sealed class RouteTable
{
    private readonly Dictionary<string, List<Route>> _hosts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The rule for a request: exact host before wildcard before none, then exact path before the longest prefix.</summary>
    public Route? Find(string host, string path)
    {
        var dot = host.IndexOf('.', StringComparison.Ordinal);
        var routes = _hosts.GetValueOrDefault(host) ?? (dot > 0 ? _hosts.GetValueOrDefault($"*{host[dot..]}") : null) ?? _hosts.GetValueOrDefault("");
        return routes?.FirstOrDefault(route => route.Matches(path));
    }

    public static RouteTable Build(ObjectStore store, IngressOptions options)
    {
        var table = new RouteTable();
        var served = store.List(ResourceCatalogue.Ingresses).Select(item => item.Value).Where(item => options.Serves(store, item)).ToList();

        // ingress-nginx gives every host of an Ingress with TLS a certificate, its default one where no secret names the host,
        // and redirects the hosts that have one.
        var certified = served.Where(ingress => ingress.Objects("spec", "tls").Any()).SelectMany(ingress => ingress.Objects("spec", "rules"))
            .Select(rule => rule.Text("host")).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var ingress in served)
        {
            bool Redirects(string host) => ingress.Annotation("nginx.ingress.kubernetes.io/force-ssl-redirect") == "true"
                || (certified.Contains(host) && ingress.Annotation("nginx.ingress.kubernetes.io/ssl-redirect") != "false");
            foreach (var rule in ingress.Objects("spec", "rules"))
            {
                var host = rule.Text("host") ?? "";
                foreach (var path in rule.Objects("http", "paths"))
                {
                    table.Add(host, new Route(path.Text("path") ?? "/", path.Text("pathType") == "Exact", Redirects(host),
                        Endpoints(store, ingress.Namespace(), path.Object("backend", "service"))));
                }
            }

            if (ingress.Object("spec", "defaultBackend", "service") is { } fallback)
            {
                table.Add("", new Route("/", false, Redirects(""), Endpoints(store, ingress.Namespace(), fallback)));
            }
        }

        foreach (var routes in table._hosts.Values)
        {
            routes.Sort((left, right) => (right.Exact, right.Path.Length).CompareTo((left.Exact, left.Path.Length)));
        }

        return table;
    }

    private void Add(string host, Route route)
    {
        if (!_hosts.TryGetValue(host, out var routes))
        {
            _hosts[host] = routes = [];
        }

        routes.Add(route);
    }

    private static List<(string, int)> Endpoints(ObjectStore store, string space, JsonObject? backend)
    {
        var name = backend.Text("name") ?? "";
        var service = store.Find(ResourceCatalogue.Services, space, name)?.Value;
        var port = service.Objects("spec", "ports").FirstOrDefault(port => backend.Text("port", "name") is { } named
            ? port.Text("name") == named : port.Number("port") == backend.Number("port", "number"));
        if (port is null)
        {
            return [];
        }

        var portName = port.Text("name") ?? "";
        return [.. store.List(ResourceCatalogue.EndpointSlices, space).Select(item => item.Value)
            .Where(slice => slice.Labels().GetValueOrDefault("kubernetes.io/service-name") == name)
            .SelectMany(slice => slice.Objects("endpoints").Where(endpoint => endpoint.Flag("conditions", "ready"))
                .SelectMany(endpoint => endpoint.Texts("addresses"))
                .SelectMany(address => slice.Objects("ports").Where(entry => (entry.Text("name") ?? "") == portName)
                    .Select(entry => (address, entry.Int(0, "port")))))];
    }
}

/// <summary>Which Ingresses a controller serves, from its arguments.</summary>
internal sealed record IngressOptions(string ControllerClass, string ClassName, bool WithoutClass, string? PublishAddress)
{
    public bool Serves(ObjectStore store, JsonObject ingress)
    {
        var name = ingress.Text("spec", "ingressClassName") ?? ingress.Annotation("kubernetes.io/ingress.class");
        if (name is null)
        {
            return WithoutClass;
        }

        return store.Find(ResourceCatalogue.IngressClasses, "", name) is { } found
            ? found.Value.Text("spec", "controller") == ControllerClass
            : name == ClassName;
    }
}
