using Gauntlet.ObjectRules.Metadata;
using Gauntlet.ObjectRules.Networking;

namespace Gauntlet.ObjectRules.References;

/// <summary>The way of a request: class, Service, port, pods.</summary>
internal static class TrafficReferences
{
    public static void Service(Field item, ObjectSet set)
    {
        var (spec, space) = (item["spec"], set.NamespaceOf(item));
        var selector = spec["selector"];
        if (selector.Count == 0 || spec["type"].Text == "ExternalName")
        {
            return;
        }

        var pods = set.Pods(space, labels => Selectors.MatchesMap(selector, labels));
        if (pods.Count == 0)
        {
            set.SelectsNothing(selector, space);
            return;
        }

        foreach (var target in spec["ports"].Items.Select(port => port["targetPort"]))
        {
            if (target.Text is { Length: > 0 } name && !pods.Any(pod => pod.HasPort(name)))
            {
                target.NotFound("no container behind the Service has a port of this name");
            }
        }
    }

    public static void Ingress(Field item, ObjectSet set)
    {
        var (spec, annotations, space) = (item["spec"], item["metadata", "annotations"], set.NamespaceOf(item));
        var name = spec["ingressClassName"];
        set.ResolveAnywhere(name.Exists ? name : annotations.Key(IngressRules.ClassAnnotation), "networking.k8s.io", "IngressClass");
        var paths = spec["rules"].Items.SelectMany(rule => rule["http", "paths"].Items);
        foreach (var backend in paths.Select(path => path["backend"]).Prepend(spec["defaultBackend"]))
        {
            Backend(backend["service"], set, space);
        }

        // cert-manager makes the Secret from the annotation.
        if (annotations.Entries.Any(entry => entry.Key.StartsWith("cert-manager.io/", StringComparison.Ordinal)))
        {
            return;
        }

        foreach (var certificate in spec["tls"].Items.Select(tls => tls["secretName"]))
        {
            if (set.Resolve(certificate, "", "Secret", space) is { } secret && secret["type"].TextOrEmpty is { } type && type != "kubernetes.io/tls")
            {
                certificate.Invalid($"the Secret is of the type {(type.Length == 0 ? "Opaque" : type)}, not kubernetes.io/tls");
            }
        }
    }

    public static void HttpRoute(Field item, ObjectSet set)
    {
        foreach (var backend in item["spec", "rules"].Items.SelectMany(rule => rule["backendRefs"].Items))
        {
            if (!backend["group"].IsBlank || backend["kind"].TextOrEmpty is not ("" or "Service"))
            {
                continue;
            }

            var space = backend["namespace"].Text is { Length: > 0 } other ? other : set.NamespaceOf(item);
            if (set.Resolve(backend["name"], "", "Service", space) is { } service)
            {
                Number(backend["port"], service);
            }
        }
    }

    private static void Backend(Field backend, ObjectSet set, string space)
    {
        if (set.Resolve(backend["name"], "", "Service", space) is not { } service)
        {
            return;
        }

        var name = backend["port", "name"];
        Number(backend["port", "number"], service);
        if (name.Text is { Length: > 0 } text && !service["spec", "ports"].Items.Any(port => port["name"].Text == text))
        {
            name.NotFound($"the Service {service["metadata", "name"].Text} has no port of this name");
        }
    }

    private static void Number(Field number, Field service)
    {
        if (number.Number is > 0 and { } wanted && service["spec", "type"].Text != "ExternalName"
            && !service["spec", "ports"].Items.Any(port => port["port"].Number == wanted))
        {
            number.NotFound($"the Service {service["metadata", "name"].Text} has no such port");
        }
    }
}
