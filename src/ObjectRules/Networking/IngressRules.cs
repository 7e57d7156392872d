using Gauntlet.ObjectRules.Forms;

namespace Gauntlet.ObjectRules.Networking;

/// <summary>Ingresses and ingress classes.</summary>
internal static class IngressRules
{
    public const string ClassAnnotation = "kubernetes.io/ingress.class";

    private static readonly string[] Sequences = ["//", "/./", "/../", "%2f", "%2F"];
    private static readonly string[] Endings = ["/..", "/."];

    public static void Check(Field item)
    {
        var spec = item["spec"];
        var (backend, rules, name) = (spec["defaultBackend"], spec["rules"], spec["ingressClassName"]);
        if (!backend.Exists && rules.Count == 0)
        {
            rules.As(spec.Path).Invalid("either `defaultBackend` or `rules` must be specified");
        }

        if (backend.Exists)
        {
            Backend(backend);
        }

        foreach (var rule in rules.Items)
        {
            Host(rule["host"], mayBeAddress: false);
            Paths(rule["http"]);
        }

        foreach (var tls in spec["tls"].Items)
        {
            foreach (var host in tls["hosts"].Items)
            {
                Host(host, mayBeAddress: true);
            }

            Named(tls["secretName"]);
        }

        Named(name);
        if (item["metadata", "annotations"].Key(ClassAnnotation).Text is { } annotated && name.Text is { } other && annotated != other)
        {
            item["annotations"].As($"annotations.{ClassAnnotation}").Invalid(annotated, "must match `ingressClassName` when both are specified");
        }
    }

    public static void Class(Field item)
    {
        var controller = item["spec", "controller"];
        if (controller.Text is { Length: > 250 })
        {
            controller.TooLong(250);
        }

        if (controller.IsBlank)
        {
            controller.Required();
        }
        else if (controller.Text is { } text)
        {
            if (text.Split('/', 2) is [{ Length: > 0 } domain, { Length: > 0 }])
            {
                controller.Invalid(domain, NameForms.Subdomain(domain));
            }
            else
            {
                controller.Invalid(text, "must be a domain-prefixed path (such as \"acme.io/foo\")");
            }
        }
    }

    private static void Host(Field host, bool mayBeAddress)
    {
        if (host.Text is not { Length: > 0 } text)
        {
            return;
        }

        if (!mayBeAddress && IpAddress.IsOne(text))
        {
            host.Invalid("must be a DNS name, not an IP address");
        }

        host.Invalid(text, text.Contains('*', StringComparison.Ordinal) ? NameForms.WildcardHost(text) : NameForms.Subdomain(text));
    }

    private static void Paths(Field http)
    {
        if (http.IsObject && http["paths"].Count == 0)
        {
            http["paths"].Required();
        }

        foreach (var entry in http["paths"].Items)
        {
            var type = entry["pathType"];
            if (!type.Exists)
            {
                type.Required("pathType must be specified");
                continue;
            }

            Path(entry["path"], type.Text);
            if (type.Text is not (null or "Exact" or "Prefix" or "ImplementationSpecific"))
            {
                type.NotSupported("Exact", "ImplementationSpecific", "Prefix");
            }

            Backend(entry["backend"]);
        }
    }

    private static void Path(Field path, string? type)
    {
        if (path.TextOrEmpty is not { } text || type is not ("Exact" or "Prefix" or "ImplementationSpecific"))
        {
            return;
        }

        var free = type == "ImplementationSpecific";
        if (!text.StartsWith('/') && !(free && text.Length == 0))
        {
            path.Invalid(text, "must be an absolute path");
        }

        if (free)
        {
            return;
        }

        path.Invalid(text, Sequences.Where(sequence => text.Contains(sequence, StringComparison.Ordinal)).Select(sequence => $"must not contain '{sequence}'"));
        path.Invalid(text, Endings.Where(ending => text.EndsWith(ending, StringComparison.Ordinal)).Select(ending => $"cannot end with '{ending}'"));
    }

    private static void Backend(Field backend)
    {
        var (service, resource) = (backend["service"], backend["resource"]);
        if (service.Exists && resource.Exists)
        {
            backend.Invalid("", "cannot set both resource and service backends");
        }
        else if (resource.Exists)
        {
            resource["kind"].Needed();
            resource["name"].Needed();
        }
        else if (service.Exists)
        {
            Service(backend, service);
        }
        else
        {
            backend.Invalid("", "resource or service backend is required");
        }
    }

    private static void Service(Field backend, Field service)
    {
        var (target, name, number) = (service["name"], service["port", "name"], service["port", "number"]);
        if (target.IsBlank)
        {
            target.Required();
        }
        else if (target.Text is { } text)
        {
            target.Invalid(text, NameForms.OldLabel(text));
        }

        if (!name.IsBlank && number.Number is not (null or 0))
        {
            backend.Invalid("", "cannot set both port name & port number");
        }
        else if (name.Text is { Length: > 0 } port)
        {
            name.Invalid(port, NameForms.PortName(port));
        }
        else if (number.Number is not (null or 0))
        {
            number.Between(1, 65_535);
        }
        else if (name.IsBlank && (!number.Exists || number.Number == 0))
        {
            backend.Required("port name or number is required");
        }
    }

    private static void Named(Field name)
    {
        if (name.Text is { Length: > 0 } text)
        {
            name.Invalid(text, NameForms.Subdomain(text));
        }
    }
}
