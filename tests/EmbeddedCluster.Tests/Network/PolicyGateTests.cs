using System.Net;
using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Network;
using Gauntlet.EmbeddedCluster.Storage;
using Gauntlet.EmbeddedCluster.Tests.Support;

namespace Gauntlet.EmbeddedCluster.Tests.Network;

/// <summary>The project's own policies, enforced: what they allow answers, what they deny does not, and a policy that is taken away is found.</summary>
[CancelAfter(120_000)]
internal sealed class PolicyGateTests
{
    private static readonly IPAddress Controller = IPAddress.Parse("127.99.0.1");
    private static readonly IPAddress Echo = IPAddress.Parse("127.99.0.2");
    private static readonly IPAddress Stranger = IPAddress.Parse("127.99.0.3");
    private ObjectStore _store = null!;

    [SetUp]
    public void FillStore()
    {
        _store = new ObjectStore(TimeProvider.System);
        foreach (var item in Files("namespace.yaml").Concat(Files("networkpolicy.yaml")))
        {
            _store.Create(item.Text("kind") == "Namespace" ? ResourceCatalogue.Namespaces : ResourceCatalogue.NetworkPolicies, item);
        }

        AddPod("controller", "ingress-nginx", Controller, "ingress-nginx", "controller");
        AddPod("foo", "echo", Echo, "foo", "echo");
        AddPod("stranger", "ingress-nginx", Stranger, "stranger", "other");
    }

    [Test]
    public void Allows_ShippedPolicies_LetTheControllerAloneReachEcho() => Assert.That(Matrix(), Is.EqualTo(new[]
    {
        "controller to echo:5678 yes", "stranger to echo:5678 no", "echo to echo:5678 yes", "outside to echo:5678 no",
        "controller to echo:80 no", "stranger to controller:80 yes", "stranger to controller:9999 no",
    }));

    /// <summary>One deny less: the namespace of echo takes everything, and the matrix says so.</summary>
    [Test]
    public void Allows_PolicyTakenAway_IsFound()
    {
        var before = Matrix();
        _store.Remove(ResourceCatalogue.NetworkPolicies, "echo", "echo-from-ingress");

        Assert.That(Matrix().Except(before), Is.EqualTo(new[] { "stranger to echo:5678 yes", "outside to echo:5678 yes", "controller to echo:80 yes" }));
    }

    private string[] Matrix() =>
    [
        Ask("controller", Controller, "echo", Echo, 5678), Ask("stranger", Stranger, "echo", Echo, 5678), Ask("echo", Echo, "echo", Echo, 5678),
        Ask("outside", IPAddress.Parse("192.0.2.1"), "echo", Echo, 5678), Ask("controller", Controller, "echo", Echo, 80),
        Ask("stranger", Stranger, "controller", Controller, 80), Ask("stranger", Stranger, "controller", Controller, 9999),
    ];

    private string Ask(string from, IPAddress source, string to, IPAddress target, int port) =>
        $"{from} to {to}:{port} {(new PolicyGate(_store).Allows(source, target, port) ? "yes" : "no")}";

    private void AddPod(string name, string space, IPAddress address, string app, string component) => _store.Create(ResourceCatalogue.Pods, new JsonObject
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Pod",
        ["metadata"] = new JsonObject
        {
            ["name"] = name,
            ["namespace"] = space,
            ["labels"] = new JsonObject { ["app.kubernetes.io/name"] = app, ["app.kubernetes.io/component"] = component },
        },
        ["spec"] = new JsonObject
        {
            ["containers"] = new JsonArray(new JsonObject
            {
                ["name"] = "c",
                ["ports"] = new JsonArray(new JsonObject { ["name"] = "http", ["containerPort"] = name == "foo" ? 5678 : 80 }),
            }),
        },
        ["status"] = new JsonObject { ["podIP"] = address.ToString() },
    });

    private static IEnumerable<JsonObject> Files(string name) => Directory
        .GetFiles(Path.Combine(TestContext.CurrentContext.TestDirectory, "manifests"), name, SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal).Select(file => Manifest.Yaml(File.ReadAllText(file)));
}
