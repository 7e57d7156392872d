using System.Net;
using Gauntlet.ObjectRules.Forms;
using Gauntlet.ObjectRules.Metadata;

namespace Gauntlet.ObjectRules.Networking;

/// <summary>Network policies.</summary>
internal static class NetworkPolicyRules
{
    public static void Check(Field item)
    {
        var spec = item["spec"];
        Selectors.Check(spec["podSelector"]);
        foreach (var (direction, peers) in new[] { ("ingress", "from"), ("egress", "to") })
        {
            foreach (var rule in spec[direction].Items)
            {
                foreach (var port in rule["ports"].Items)
                {
                    Port(port);
                }

                foreach (var peer in rule[peers].Items)
                {
                    Peer(peer);
                }
            }
        }

        var types = spec["policyTypes"];
        if (types.Count > 2)
        {
            types.Invalid("may not specify more than two policyTypes");
            return;
        }

        foreach (var type in types.Items)
        {
            type.OneOf("Ingress", "Egress");
        }
    }

    private static void Port(Field port)
    {
        port["protocol"].OneOf("TCP", "UDP", "SCTP");
        if (port["port"].Exists)
        {
            Amounts.Port(port["port"]);
        }

        var end = port["endPort"];
        if (end.Exists && !port["port"].Exists)
        {
            end.Invalid("may not be specified when `port` is not specified");
        }
        else if (end.Number < port["port"].Number)
        {
            end.Invalid("must be greater than or equal to `port`");
        }
    }

    private static void Peer(Field peer)
    {
        var (pods, spaces, block) = (peer["podSelector"], peer["namespaceSelector"], peer["ipBlock"]);
        Selectors.Check(pods);
        Selectors.Check(spaces);
        Block(block);
        if (!pods.Exists && !spaces.Exists && !block.Exists)
        {
            peer.Required("must specify a peer");
        }
        else if (block.Exists && (pods.Exists || spaces.Exists))
        {
            peer.Forbidden("may not specify both ipBlock and another peer");
        }
    }

    private static void Block(Field block)
    {
        if (!block.Exists)
        {
            return;
        }

        var whole = Range(block["cidr"]);
        foreach (var except in block["except"].Items)
        {
            if (Range(except) is { } part && whole is { } all && (!all.Contains(part.BaseAddress) || all.PrefixLength >= part.PrefixLength))
            {
                except.Invalid("must be a strict subset of `cidr`");
            }
        }
    }

    private static IPNetwork? Range(Field range)
    {
        if (range.IsBlank)
        {
            range.Required();
            return null;
        }

        if (range.Text is { } text)
        {
            if (text.Contains('/', StringComparison.Ordinal) && IPNetwork.TryParse(text, out var network))
            {
                return network;
            }

            range.Invalid(text, "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)");
        }

        return null;
    }
}
