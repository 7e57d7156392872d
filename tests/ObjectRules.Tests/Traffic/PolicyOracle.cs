using System.Text.Json.Nodes;

namespace Gauntlet.ObjectRules.Tests.Traffic;

/// <summary>A pod of the oracle's small world.</summary>
internal sealed record World(string Space, Dictionary<string, string> Labels, uint Address, Dictionary<string, int> Ports);

/// <summary>
/// What policies allow, written down the other way round, from the words of the API's documentation and without a line of the engine: it collects every
/// tuple that
/// some policy lets through, over all pods and ports, and then asks whether the connection is among them.
/// </summary>
internal sealed class PolicyOracle(JsonArray policies, Dictionary<string, Dictionary<string, string>> spaces)
{
    public bool Allows(World from, World to, int port, string protocol)
    {
        if (from == to)
        {
            return true;
        }

        var ingress = policies.Where(policy => Has(policy!, "Ingress") && Selects(policy!, to)).ToList();
        var egress = policies.Where(policy => Has(policy!, "Egress") && Selects(policy!, from)).ToList();
        return (ingress.Count == 0 || ingress.SelectMany(policy => Let(policy!, "ingress", "from", from, to)).Any(hole => hole(port, protocol)))
            && (egress.Count == 0 || egress.SelectMany(policy => Let(policy!, "egress", "to", to, to)).Any(hole => hole(port, protocol)));
    }

    private static bool Has(JsonNode policy, string direction)
    {
        if (policy["spec"]!["policyTypes"] is JsonArray types)
        {
            return types.Any(type => type!.GetValue<string>() == direction);
        }

        return direction == "Ingress" || policy["spec"]!["egress"] is JsonArray { Count: > 0 };
    }

    private static bool Selects(JsonNode policy, World pod) =>
        policy["metadata"]!["namespace"]!.GetValue<string>() == pod.Space && Fits(policy["spec"]!["podSelector"]!, pod.Labels);

    private IEnumerable<Func<int, string, bool>> Let(JsonNode policy, string rules, string peers, World other, World to)
    {
        foreach (var rule in policy["spec"]![rules] as JsonArray ?? [])
        {
            if (rule![peers] is JsonArray { Count: > 0 } list && !list.Any(peer => Means(peer!, policy["metadata"]!["namespace"]!.GetValue<string>(), other)))
            {
                continue;
            }

            if (rule["ports"] is not JsonArray { Count: > 0 } ports)
            {
                yield return (_, _) => true;
                continue;
            }

            foreach (var wanted in ports)
            {
                var kind = wanted!["protocol"]?.GetValue<string>() ?? "TCP";
                if (wanted["port"] is not JsonValue written)
                {
                    yield return (_, protocol) => protocol == kind;
                }
                else if (written.TryGetValue<string>(out var name))
                {
                    yield return (port, protocol) => protocol == kind && to.Ports.TryGetValue(name, out var number) && port == number;
                }
                else
                {
                    var (first, last) = (written.GetValue<int>(), wanted["endPort"]?.GetValue<int>() ?? written.GetValue<int>());
                    yield return (port, protocol) => protocol == kind && Enumerable.Range(first, last - first + 1).Contains(port);
                }
            }
        }
    }

    private bool Means(JsonNode peer, string own, World other)
    {
        if (peer["ipBlock"] is { } block)
        {
            return Inside(block["cidr"]!.GetValue<string>(), other.Address)
                && !(block["except"] as JsonArray ?? []).Any(except => Inside(except!.GetValue<string>(), other.Address));
        }

        var (pods, inSpaces) = (peer["podSelector"], peer["namespaceSelector"]);
        return (inSpaces is null ? other.Space == own : Fits(inSpaces, spaces[other.Space])) && (pods is null || Fits(pods, other.Labels));
    }

    private static bool Fits(JsonNode selector, Dictionary<string, string> labels)
    {
        foreach (var (key, value) in selector["matchLabels"] as JsonObject ?? [])
        {
            if (!labels.TryGetValue(key, out var own) || own != value!.GetValue<string>())
            {
                return false;
            }
        }

        foreach (var expression in selector["matchExpressions"] as JsonArray ?? [])
        {
            var (there, own) = (labels.ContainsKey(expression!["key"]!.GetValue<string>()), labels.GetValueOrDefault(expression["key"]!.GetValue<string>()));
            var listed = (expression["values"] as JsonArray ?? []).Any(value => value!.GetValue<string>() == own);
            var holds = expression["operator"]!.GetValue<string>() switch
            { "In" => there && listed, "NotIn" => !(there && listed), "Exists" => there, _ => !there };
            if (!holds)
            {
                return false;
            }
        }

        return true;
    }

    private static bool Inside(string cidr, uint address)
    {
        var parts = cidr.Split('/');
        var whole = parts[0].Split('.').Aggregate(0u, (sum, part) => (sum << 8) | uint.Parse(part, System.Globalization.CultureInfo.InvariantCulture));
        var bits = int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture);
        return bits == 0 || whole >> (32 - bits) == address >> (32 - bits);
    }
}
