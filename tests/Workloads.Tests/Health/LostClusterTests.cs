using Gauntlet.Workloads.Health;
using k8s;
using k8s.Models;

namespace Gauntlet.Workloads.Tests.Health;

[CancelAfter(30_000)]
public sealed class LostClusterTests
{
    [Test]
    public async Task WhyAsync_NodesThatAreReady_IsNothing()
    {
        using var client = new CannedApi(Node("a", "True"), Node("b", "True")).Client();

        Assert.That(await LostCluster.WhyAsync(client, CancellationToken.None), Is.Null);
    }

    [Test]
    public async Task WhyAsync_NodesThatAreNot_NamesThem()
    {
        using var client = new CannedApi(Node("a", "True"), Node("b", "Unknown"), new V1Node { Metadata = new V1ObjectMeta { Name = "c" } }).Client();

        Assert.That(await LostCluster.WhyAsync(client, CancellationToken.None), Is.EqualTo("the cluster lost b, c"));
    }

    [Test]
    public async Task WhyAsync_NobodyThere_SaysSo()
    {
        using var client = new Kubernetes(new KubernetesClientConfiguration { Host = "http://127.0.0.1:1" });

        Assert.That(await LostCluster.WhyAsync(client, CancellationToken.None), Does.StartWith("the cluster no longer answers ("));
    }

    private static V1Node Node(string name, string ready) => new()
    {
        Metadata = new V1ObjectMeta { Name = name },
        Status = new V1NodeStatus { Conditions = [new V1NodeCondition { Type = "Ready", Status = ready }] },
    };
}
