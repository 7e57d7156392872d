using Gauntlet.EmbeddedCluster.Client;
using Gauntlet.EmbeddedCluster.Storage;
using Gauntlet.EmbeddedCluster.Tests.Support;
using k8s;
using k8s.Models;

namespace Gauntlet.EmbeddedCluster.Tests.Faults;

[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[CancelAfter(120_000)]
internal sealed class FaultTests
{
    [Test]
    public async Task CrashLoop_Annotated_EndsInBackOff(CancellationToken cancellationToken)
    {
        var cluster = await SharedCluster.GetAsync();
        var space = await cluster.CreateNamespaceAsync();
        cluster.Registry.Create(ResourceCatalogue.Deployments, Manifest.Deployment(space, "crash", fault: "crash-loop"));

        var pod = await cluster.UntilAnyAsync(ResourceCatalogue.Pods, space,
            item => item.Objects("status", "containerStatuses").FirstOrDefault().Text("state", "waiting", "reason") == "CrashLoopBackOff");

        var status = pod.Objects("status", "containerStatuses").Single();
        Assert.That(status.Int(0, "restartCount"), Is.GreaterThanOrEqualTo(1));
        Assert.That(status.Int(0, "lastState", "terminated", "exitCode"), Is.EqualTo(1));
    }

    [Test]
    public async Task Unschedulable_Annotated_StaysPending(CancellationToken cancellationToken)
    {
        var cluster = await SharedCluster.GetAsync();
        var space = await cluster.CreateNamespaceAsync();
        cluster.Registry.Create(ResourceCatalogue.Deployments, Manifest.Deployment(space, "lost", fault: "unschedulable"));

        var pod = await cluster.UntilAnyAsync(ResourceCatalogue.Pods, space, item => item.HasCondition("PodScheduled", "False"));

        Assert.That(pod.Condition("PodScheduled").Text("message"), Does.Contain("unschedulable fault"));
    }

    /// <summary>A pod that stands still takes connections and answers nobody, until it goes on.</summary>
    [Test]
    public async Task Frozen_Annotated_HoldsItsAnswersUntilItGoesOn(CancellationToken cancellationToken)
    {
        var cluster = await SharedCluster.GetAsync();
        var space = await cluster.CreateNamespaceAsync();
        cluster.Registry.Create(ResourceCatalogue.Deployments, Manifest.Deployment(space, "cold"));
        var pod = await cluster.UntilAnyAsync(ResourceCatalogue.Pods, space, item => item.HasCondition("Ready", "True"));
        var address = new Uri($"http://{cluster.Network.Resolve(pod.Text("status", "podIP")!, 5678)}/");
        using var http = new HttpClient();

        await FreezeAsync("true");
        await UntilEventAsync(FaultSet.FrozenReason);
        var answer = http.GetStringAsync(address, cancellationToken);
        await Task.WhenAny(answer, UntilEventAsync(FaultSet.FrozenReason));
        Assert.That(answer.IsCompleted, Is.False);
        await FreezeAsync(null);

        Assert.That(await answer, Is.Not.Empty);
        await UntilEventAsync(FaultSet.ThawedReason);

        Task FreezeAsync(string? value) => cluster.Client.CoreV1.PatchNamespacedPodAsync(
            new V1Patch(
                new { metadata = new { annotations = new Dictionary<string, string?> { [FaultSet.Frozen] = value } } }, V1Patch.PatchType.MergePatch),
            pod.Name(), space, cancellationToken: cancellationToken);
        Task UntilEventAsync(string reason) => cluster.UntilAnyAsync(ResourceCatalogue.Events, space, item => item.Text("reason") == reason);
    }

    [Test]
    public async Task NodeNotReady_OnTheCommandLine_TaintsTheNodeAndKeepsPodsAway(CancellationToken cancellationToken)
    {
        await using var cluster = await TestCluster.StartAsync("node-not-ready=test-worker", "slow-pull=0.2s");
        cluster.Registry.Create(ResourceCatalogue.Deployments, Manifest.Deployment("default", "web", replicas: 2));

        await cluster.UntilAsync(ResourceCatalogue.Deployments, "default", "web", item => item!.Int(0, "status", "availableReplicas") == 2);

        Assert.That(cluster.Store.Get(ResourceCatalogue.Nodes, "", "test-worker").Value.HasCondition("Ready", "False"), Is.True);
        Assert.That(cluster.Store.List(ResourceCatalogue.Pods, "default").Select(pod => pod.Value.Text("spec", "nodeName")), Is.All.EqualTo("test-worker2"));
    }
}
