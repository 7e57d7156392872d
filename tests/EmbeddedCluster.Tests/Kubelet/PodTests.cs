using System.Net.Sockets;
using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Api;
using Gauntlet.EmbeddedCluster.Storage;
using Gauntlet.EmbeddedCluster.Tests.Support;

namespace Gauntlet.EmbeddedCluster.Tests.Kubelet;

/// <summary>Pods on their node, from start to end.</summary>
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[CancelAfter(120_000)]
internal sealed class PodTests : NamespaceFixture
{
    [Test]
    public async Task Container_ExitOfAnother_KeepsItsPorts(CancellationToken cancellationToken)
    {
        Create("""
            restartPolicy: Never
            containers:
            - {name: echo, image: "hashicorp/http-echo:1.0.0", args: [-text=hello]}
            - {name: sidecar, image: busybox, command: [sleep, "1"]}
            """);
        var pod = await UntilAsync(item => Status(item, "echo").Flag("ready") && Status(item, "sidecar").Object("state", "terminated") is not null);

        using var client = new TcpClient();
        await client.ConnectAsync(Cluster.Network.Resolve(pod.Text("status", "podIP")!, 5678), cancellationToken);
        Assert.That(client.Connected, Is.True);
    }

    [Test]
    public async Task Container_PortOfAnother_DoesNotStart(CancellationToken cancellationToken)
    {
        Create("""
            restartPolicy: Never
            containers:
            - {name: one, image: "hashicorp/http-echo:1.0.0", args: [-text=one]}
            - {name: two, image: "hashicorp/http-echo:1.0.0", args: [-text=two]}
            """);

        var pod = await UntilAsync(item => item.Objects("status", "containerStatuses").Any(status => status.Object("state", "terminated") is not null));

        Assert.That(pod.Objects("status", "containerStatuses").Count(status => status.Int(0, "state", "terminated", "exitCode") == 128), Is.EqualTo(1));
    }

    [Test]
    public async Task Delete_PodWithFinalizer_StaysUntilTheFinalizerIsGone(CancellationToken cancellationToken)
    {
        Create("{terminationGracePeriodSeconds: 1, containers: [{name: main, image: busybox, command: [sleep, \"600\"]}]}", finalizer: "example.com/held");
        await UntilAsync(item => Status(item, "main").Flag("ready"));

        Cluster.Registry.Delete(ResourceCatalogue.Pods, Space, "pod", DeleteRequest.Default);
        var held = await UntilAsync(
            item => Status(item, "main").Object("state", "terminated") is not null && item.Number("metadata", "deletionGracePeriodSeconds") == 0);

        Assert.That(held.IsDeleting(), Is.True);
        Cluster.Registry.Update(ResourceCatalogue.Pods, Space, "pod", item =>
        {
            item.Ensure("metadata").Remove("finalizers");
            return item;
        });
        Assert.That(Cluster.Store.Find(ResourceCatalogue.Pods, Space, "pod"), Is.Null);
    }

    [Test]
    public async Task Container_ConfigMapIsMissing_WaitsForItWithTheKubeletsReason(CancellationToken cancellationToken)
    {
        Create("""
            containers:
            - name: echo
              image: hashicorp/http-echo:1.0.0
              args: [-text=$(TEXT)]
              env: [{name: TEXT, valueFrom: {configMapKeyRef: {name: texts, key: value}}}]
            """);
        var waiting = await UntilAsync(item => Status(item, "echo").Text("state", "waiting", "reason") == "CreateContainerConfigError");

        Cluster.Registry.Create(ResourceCatalogue.ConfigMaps, Manifest.ConfigMap(Space, "texts"));

        Assert.That(Status(waiting, "echo").Text("state", "waiting", "message"), Is.EqualTo("configmap \"texts\" not found"));
        await UntilAsync(item => Status(item, "echo").Flag("ready"));
    }

    [Test]
    public async Task StartupProbe_Fails_PodRunsButIsNotStarted(CancellationToken cancellationToken)
    {
        Create("""
            containers:
            - name: echo
              image: hashicorp/http-echo:1.0.0
              args: [-text=hello]
              startupProbe: {tcpSocket: {port: 5679}, periodSeconds: 1, failureThreshold: 600}
            """);
        await Cluster.UntilAnyAsync(ResourceCatalogue.Events, Space, item => item.Text("reason") == "Unhealthy");

        var pod = Cluster.Store.Find(ResourceCatalogue.Pods, Space, "pod")!.Value;
        var status = Status(pod, "echo");

        Assert.Multiple(() =>
        {
            Assert.That(pod.Text("status", "phase"), Is.EqualTo("Running"));
            Assert.That(status.Text("state", "running", "startedAt"), Is.Not.Null);
            Assert.That(status.Flag("started"), Is.False);
            Assert.That(status.Flag("ready"), Is.False);
            Assert.That(status.Text("imageID"), Is.Not.Empty);
            Assert.That(pod.HasCondition("Ready"), Is.False);
        });
    }

    [Test]
    public async Task StartupProbe_FailsAfterARestart_PodRunsAgain(CancellationToken cancellationToken)
    {
        Create("""
            terminationGracePeriodSeconds: 1
            containers:
            - name: echo
              image: hashicorp/http-echo:1.0.0
              args: [-text=hello]
              startupProbe: {tcpSocket: {port: 5679}, periodSeconds: 1, failureThreshold: 1}
            """);

        var pod = await UntilAsync(item => Status(item, "echo") is { } status
            && status.Int(0, "restartCount") == 1 && status.Object("state", "running") is not null);

        Assert.That(Status(pod, "echo").Flag("started"), Is.False);
        Assert.That(Status(pod, "echo").Object("lastState", "terminated"), Is.Not.Null);
    }

    private void Create(string spec, string? finalizer = null)
    {
        var pod = Manifest.Yaml($"{{apiVersion: v1, kind: Pod, metadata: {{name: pod, namespace: {Space}}}}}");
        pod["spec"] = Manifest.Yaml(spec);
        pod.Ensure("metadata")["finalizers"] = finalizer is null ? [] : new JsonArray(finalizer);
        Cluster.Registry.Create(ResourceCatalogue.Pods, pod);
    }

    private async Task<JsonObject> UntilAsync(Func<JsonObject, bool> wanted) =>
        (await Cluster.UntilAsync(ResourceCatalogue.Pods, Space, "pod", item => wanted(item!)))!;

    private static JsonObject? Status(JsonObject pod, string container) =>
        pod.Objects("status", "containerStatuses").FirstOrDefault(status => status.Text("name") == container);
}
