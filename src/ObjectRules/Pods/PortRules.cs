using Gauntlet.ObjectRules.Forms;

namespace Gauntlet.ObjectRules.Pods;

/// <summary>The ports of containers.</summary>
internal static class PortRules
{
    public static readonly string[] Protocols = ["SCTP", "TCP", "UDP"];

    public static void Check(Field ports)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (var port in ports.Items)
        {
            Name(port["name"], names);
            var number = port["containerPort"];
            if (!number.Exists || number.Number == 0)
            {
                number.Required();
            }

            if (number.Number is not 0)
            {
                number.Between(1, 65_535);
            }

            if (port["hostPort"].Number is not 0)
            {
                port["hostPort"].Between(1, 65_535);
            }

            port["protocol"].OneOf(Protocols);
        }
    }

    /// <summary>A port of the node can be taken once by the containers of a pod.</summary>
    public static void HostPorts(IEnumerable<Field> containers)
    {
        HashSet<string> taken = new(StringComparer.Ordinal);
        foreach (var port in containers.SelectMany(container => container["ports"].Items))
        {
            var host = port["hostPort"];
            var key = $"{(port["protocol"].IsBlank ? "TCP" : port["protocol"].Text)}/{port["hostIP"].Text}/{host.Number}";
            if (host.Number is > 0 && !taken.Add(key))
            {
                host.Duplicate(key);
            }
        }
    }

    private static void Name(Field name, HashSet<string> names)
    {
        if (name.Text is not { Length: > 0 } text)
        {
            return;
        }

        var wrong = NameForms.PortName(text).ToList();
        name.Invalid(text, wrong);
        if (wrong.Count == 0 && !names.Add(text))
        {
            name.Duplicate();
        }
    }
}
