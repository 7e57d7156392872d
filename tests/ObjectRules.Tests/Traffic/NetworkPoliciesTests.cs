using System.Net;
using System.Text.Json.Nodes;
using Gauntlet.ObjectRules.Traffic;

namespace Gauntlet.ObjectRules.Tests.Traffic;

[TestFixture]
public sealed class NetworkPoliciesTests
{
    private const int Sets = 10_000;
    private static readonly string[] SpaceNames = ["a", "b", "c", "d"];
    private static readonly string[] Operators = ["In", "NotIn", "Exists", "DoesNotExist"];
    private static readonly string[] Protocols = ["TCP", "UDP"];
    private static readonly string[] Blocks = ["10.0.0.0/8", "10.0.1.0/24", "10.0.0.0/31", "0.0.0.0/0", "10.0.2.0/30"];
    private static readonly int[] Ports = [80, 443, 8080];

    /// <summary>Random sets of policies over 4 namespaces, 4 labels and 3 ports, against the oracle; a failure prints the seed.</summary>
    [Test]
    public void Allows_RandomSets_SaysWhatTheOracleSays()
    {
        var (allowed, denied) = (0, 0);
        for (var seed = 0; seed < Sets; seed++)
        {
            var random = new Random(seed);
            var spaces = SpaceNames.ToDictionary(name => name, _ => Labels(random));
            var pods = Enumerable.Range(0, 4).Select(index => Pod(random, index)).ToList();
            var policies = new JsonArray([.. Enumerable.Range(0, random.Next(5)).Select(_ => Policy(random))]);
            var (oracle, engine) = (new PolicyOracle(policies, spaces), new NetworkPolicies(policies.Select(policy => policy!.AsObject())));
            var ends = pods.Select(pod => End(pod, spaces)).ToList();
            foreach (var (from, to) in from one in Enumerable.Range(0, 4) from other in Enumerable.Range(0, 4) select (one, other))
            {
                var (port, protocol) = (Ports[random.Next(3)], Protocols[random.Next(2)]);
                var expected = oracle.Allows(pods[from], pods[to], port, protocol);
                if (engine.Allows(ends[from], ends[to], port, protocol) != expected)
                {
                    Assert.Fail(
                        $"seed {seed}: {pods[from]} to {pods[to]}:{port}/{protocol} should be {(expected ? "allowed" : "denied")} "
                            + $"by {policies.ToJsonString()}");
                }

                (allowed, denied) = expected ? (allowed + 1, denied) : (allowed, denied + 1);
            }
        }

        TestContext.Out.WriteLine($"{Sets} sets, {allowed} connections allowed, {denied} denied");
        Assert.That(allowed, Is.GreaterThan(Sets));
        Assert.That(denied, Is.GreaterThan(Sets));
    }

    [Test]
    public void Allows_AddressOutsideOfTheCluster_IsMeantByBlocksAlone()
    {
        JsonObject Policy(string peer) =>
            Parse($$$"""{"kind":"NetworkPolicy","metadata":{"namespace":"a"},"spec":{"podSelector":{},"ingress":[{"from":[{{{peer}}}]}]}}""");
        var (outside, pod) = (PolicyPod.Outside(IPAddress.Parse("192.168.1.1")), new PolicyPod("a", null, null, IPAddress.Parse("10.0.0.1")));

        Assert.That(new NetworkPolicies([Policy("""{"podSelector":{}}""")]).Allows(outside, pod, 80), Is.False);
        Assert.That(new NetworkPolicies([Policy("""{"namespaceSelector":{}}""")]).Allows(outside, pod, 80), Is.False);
        Assert.That(new NetworkPolicies([Policy("""{"ipBlock":{"cidr":"192.168.0.0/16"}}""")]).Allows(outside, pod, 80), Is.True);
        Assert.That(new NetworkPolicies([Policy("""{"ipBlock":{"cidr":"192.168.0.0/16"}}""")]).Allows(pod, outside, 80), Is.True, "no policy is about egress");
    }

    [TestCase("""{"podSelector":null}""", false)]
    [TestCase("""{"podSelector":{},"policyTypes":["Egress"]}""", true)]
    [TestCase("""{"podSelector":{},"ingress":[]}""", false)]
    [TestCase("""{"podSelector":{},"ingress":[{}]}""", true)]
    [TestCase("""{"podSelector":{},"ingress":[{"from":[{}]}]}""", false)]
    [TestCase("""{"podSelector":{},"ingress":[{"from":[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"b"}}}]}]}""", true)]
    [TestCase("""{"podSelector":{},"ingress":[{"from":[{"ipBlock":{"cidr":"no block"}}]}]}""", false)]
    [TestCase("""{"podSelector":{},"ingress":[{"ports":[{"port":79,"endPort":81}]}]}""", true)]
    [TestCase("""{"podSelector":{},"ingress":[{"ports":[{"port":"http"}]}]}""", false)]
    public void Allows_FormsThatAreEasyToGetWrong_AreReadAsTheApiMeansThem(string spec, bool allowed)
    {
        var policy = Parse($$$"""{"kind":"NetworkPolicy","metadata":{"namespace":"a"},"spec":{{{spec}}}}""");
        var (from, to) = (new PolicyPod("b", null, null, IPAddress.Parse("10.0.0.1")), new PolicyPod("a", null, null, IPAddress.Parse("10.0.0.2")));

        Assert.That(new NetworkPolicies([policy]).Allows(from, to, 80), Is.EqualTo(allowed));
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();

    private static PolicyPod End(World pod, Dictionary<string, Dictionary<string, string>> spaces) => new(
        pod.Space, Map(pod.Labels), Map(spaces[pod.Space]),
        new IPAddress([(byte)(pod.Address >> 24), (byte)(pod.Address >> 16), (byte)(pod.Address >> 8), (byte)pod.Address]),
        pod.Ports.SelectMany(port => Protocols.Select(protocol => (port, protocol)))
            .ToDictionary(entry => (entry.port.Key, entry.protocol), entry => entry.port.Value));

    private static World Pod(Random random, int index) => new(
        SpaceNames[random.Next(4)], Labels(random), (10u << 24) | ((uint)random.Next(3) << 8) | (uint)index,
        random.Next(2) == 0 ? new() { ["http"] = Ports[random.Next(3)] } : []);

    private static Dictionary<string, string> Labels(Random random) =>
        Enumerable.Range(0, 4).Where(_ => random.Next(2) == 0).ToDictionary(number => "l" + number, _ => "v" + random.Next(2));

    private static JsonObject Map(Dictionary<string, string> labels) =>
        new([.. labels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value))]);

    private static JsonObject Policy(Random random)
    {
        var spec = new JsonObject { ["podSelector"] = Selector(random) };
        foreach (var (rules, peers) in new[] { ("ingress", "from"), ("egress", "to") })
        {
            if (random.Next(2) == 0)
            {
                spec[rules] = new JsonArray([.. Enumerable.Range(0, random.Next(3)).Select(_ => Rule(random, peers))]);
            }
        }

        if (random.Next(3) > 0)
        {
            spec["policyTypes"] = random.Next(3) switch
            { 0 => new JsonArray("Ingress"), 1 => new JsonArray("Egress"), _ => new JsonArray("Ingress", "Egress") };
        }

        return new JsonObject { ["kind"] = "NetworkPolicy", ["metadata"] = new JsonObject { ["namespace"] = SpaceNames[random.Next(4)] }, ["spec"] = spec };
    }

    private static JsonObject Rule(Random random, string peers)
    {
        var rule = new JsonObject();
        if (random.Next(3) > 0)
        {
            rule[peers] = new JsonArray([.. Enumerable.Range(0, random.Next(3)).Select(_ => Peer(random))]);
        }

        if (random.Next(2) == 0)
        {
            rule["ports"] = new JsonArray([.. Enumerable.Range(0, random.Next(3)).Select(_ => Port(random))]);
        }

        return rule;
    }

    private static JsonObject Peer(Random random) => random.Next(4) switch
    {
        0 => new JsonObject { ["podSelector"] = Selector(random) },
        1 => new JsonObject { ["namespaceSelector"] = Selector(random) },
        2 => new JsonObject { ["podSelector"] = Selector(random), ["namespaceSelector"] = Selector(random) },
        _ => new JsonObject
        {
            ["ipBlock"] = new JsonObject
            {
                ["cidr"] = Blocks[random.Next(Blocks.Length)],
                ["except"] = random.Next(2) == 0 ? new JsonArray(Blocks[random.Next(Blocks.Length)]) : null,
            },
        },
    };

    private static JsonObject Port(Random random)
    {
        var port = new JsonObject();
        switch (random.Next(4))
        {
            case 0: port["port"] = "http"; break;
            case 1: port["port"] = Ports[random.Next(3)]; break;
            case 2: (port["port"], port["endPort"]) = (random.Next(70, 90), random.Next(90, 9_000)); break;
        }

        if (random.Next(2) == 0)
        {
            port["protocol"] = Protocols[random.Next(2)];
        }

        return port;
    }

    private static JsonObject Selector(Random random)
    {
        var selector = new JsonObject();
        if (random.Next(2) == 0)
        {
            selector["matchLabels"] = new JsonObject { ["l" + random.Next(4)] = "v" + random.Next(2) };
        }

        if (random.Next(3) == 0)
        {
            var expression = new JsonObject { ["key"] = "l" + random.Next(4), ["operator"] = Operators[random.Next(4)] };
            if (expression["operator"]!.GetValue<string>() is "In" or "NotIn")
            {
                expression["values"] = new JsonArray("v" + random.Next(2));
            }

            selector["matchExpressions"] = new JsonArray(expression);
        }

        return selector;
    }
}
