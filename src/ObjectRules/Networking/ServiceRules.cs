using Gauntlet.ObjectRules.Forms;
using Gauntlet.ObjectRules.Metadata;
using Gauntlet.ObjectRules.Pods;

namespace Gauntlet.ObjectRules.Networking;

/// <summary>Services.</summary>
internal static class ServiceRules
{
    private const int Kubelet = 10_250;

    public static void Check(Field item)
    {
        var spec = item["spec"];
        var (type, ports) = (spec["type"], spec["ports"]);
        var kind = type.IsBlank ? "ClusterIP" : type.Text;
        var headless = spec["clusterIP"].Text == "None";
        if (ports.Count == 0 && !headless && kind != "ExternalName")
        {
            ports.Required();
        }

        Kind(spec, kind, headless);
        Ports(ports, kind);
        LabelRules.Labels(spec["selector"]);
        Affinity(spec);
        Addresses(spec, kind);
        type.OneOf("ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
        Policy(spec, kind);
    }

    private static void Kind(Field spec, string? kind, bool headless)
    {
        if (kind is "LoadBalancer" or "NodePort" && headless)
        {
            spec["clusterIP"].As($"{spec.Path}.clusterIPs[0]").Invalid($"may not be set to 'None' for {kind} services");
        }

        foreach (var port in spec["ports"].Items.Where(port => kind == "LoadBalancer" && port["port"].Number == Kubelet))
        {
            port.Invalid(Kubelet, $"may not expose port {Kubelet} externally since it is used by kubelet");
        }

        if (kind != "ExternalName")
        {
            return;
        }

        if (!spec["clusterIP"].IsBlank)
        {
            spec["clusterIPs"].Forbidden("may not be set for ExternalName services");
        }

        var name = spec["externalName"];
        if (name.IsBlank || name.Text == ".")
        {
            name.Required();
        }
        else if (name.Text is { } text)
        {
            var host = text.EndsWith('.') ? text[..^1] : text;
            name.Invalid(host, NameForms.Subdomain(host));
        }
    }

    private static void Ports(Field ports, string? kind)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        HashSet<(string?, long)> numbers = [];
        HashSet<(string?, long)> nodePorts = [];
        foreach (var port in ports.Items)
        {
            var (name, number, node) = (port["name"], port["port"], port["nodePort"]);
            var protocol = port["protocol"].IsBlank ? "TCP" : port["protocol"].Text;
            Name(name, names, ports.Count > 1);
            if (number.Exists)
            {
                number.Between(1, 65_535);
            }
            else
            {
                number.Invalid(0, "must be between 1 and 65535, inclusive");
            }

            port["protocol"].OneOf(PortRules.Protocols);
            if (port["targetPort"].Exists)
            {
                Amounts.Port(port["targetPort"]);
            }

            if (port["appProtocol"].Text is { } application)
            {
                port["appProtocol"].Invalid(application, NameForms.QualifiedName(application));
            }

            if (node.Number is > 0 && kind == "ClusterIP")
            {
                node.Forbidden("may not be used when `type` is 'ClusterIP'");
            }
            else if (node.Number is > 0 && kind is "NodePort" or "LoadBalancer" && node.Number is < 30_000 or > 32_767)
            {
                node.Invalid("provided port is not in the valid range. The range of valid ports is 30000-32767");
            }

            if (node.Number is > 0 and { } taken && !nodePorts.Add((protocol, taken)))
            {
                node.Duplicate();
            }

            if (number.Number is { } same && !numbers.Add((protocol, same)))
            {
                port.Duplicate();
            }
        }
    }

    private static void Name(Field name, HashSet<string> names, bool needed)
    {
        if (name.IsBlank && needed)
        {
            name.Required();
        }
        else if (name.Text is { Length: > 0 } text)
        {
            name.Invalid(text, NameForms.Label(text));
            if (!names.Add(text))
            {
                name.Duplicate();
            }
        }
    }

    private static void Affinity(Field spec)
    {
        var (affinity, config) = (spec["sessionAffinity"], spec["sessionAffinityConfig"]);
        affinity.OneOf("ClientIP", "None");
        var seconds = config["clientIP", "timeoutSeconds"];
        if (affinity.Text == "ClientIP" && seconds.Number is <= 0 or > 86_400)
        {
            seconds.Invalid("must be greater than 0 and less than 86400");
        }

        if (affinity.TextOrEmpty is "" or "None" && config.Exists)
        {
            config.Forbidden("must not be set when session affinity is None");
        }
    }

    private static void Addresses(Field spec, string? kind)
    {
        var address = spec["clusterIP"];
        if (kind != "ExternalName" && address.Text is { Length: > 0 } ip and not "None" && !IpAddress.IsOne(ip))
        {
            address.As($"{spec.Path}.clusterIPs[0]").Invalid(ip, IpAddress.Rule);
        }

        foreach (var external in spec["externalIPs"].Items)
        {
            if (external.Text is { } text && !IpAddress.IsOne(text))
            {
                external.Invalid(text, IpAddress.Rule);
            }
        }
    }

    private static void Policy(Field spec, string? kind)
    {
        var policy = spec["externalTrafficPolicy"];
        if (policy.IsBlank)
        {
            return;
        }

        if (kind is not ("LoadBalancer" or "NodePort") && spec["externalIPs"].Count == 0)
        {
            policy.Invalid("may only be set for externally-accessible services");
        }
        else
        {
            policy.OneOf("Cluster", "Local");
        }
    }
}
