using Gauntlet.EmbeddedCluster.Api;
using Gauntlet.EmbeddedCluster.Storage;
using Gauntlet.EmbeddedCluster.Tests.Support;
using k8s;

namespace Gauntlet.EmbeddedCluster.Tests.Api;

[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[CancelAfter(120_000)]
internal sealed class LogTests : NamespaceFixture
{
    [TestCase("""{containers: [{name: main, image: "hashicorp/http-echo:1.0.0", args: [-text=hello]}]}""", "server shutdown complete")]
    [TestCase("""{containers: [{name: main, image: busybox, command: [sleep, "600"]}]}""", "", Description = "one that never printed a line")]
    public async Task Follow_PodIsDeleted_EndsWithItsLastLine(string spec, string last)
    {
        var cancellationToken = TestContext.CurrentContext.CancellationToken;
        await RunAsync(spec);
        using var stream = await Cluster.Client.CoreV1.ReadNamespacedPodLogAsync("pod", Space, follow: true, cancellationToken: cancellationToken);
        using var reader = new StreamReader(stream);

        Cluster.Registry.Delete(ResourceCatalogue.Pods, Space, "pod", DeleteRequest.Default);

        Assert.That((await reader.ReadToEndAsync(cancellationToken)).TrimEnd(), Does.EndWith(last));
    }

    [Test]
    public async Task Read_InitContainer_IsPrinted(CancellationToken cancellationToken)
    {
        await RunAsync(
            """{initContainers: [{name: first, image: busybox, command: [echo, prepared]}], """
            + """containers: [{name: main, image: busybox, command: [sleep, "600"]}]}""");

        using var stream = await Cluster.Client.CoreV1.ReadNamespacedPodLogAsync("pod", Space, container: "first", cancellationToken: cancellationToken);
        using var reader = new StreamReader(stream);

        Assert.That(await reader.ReadToEndAsync(cancellationToken), Is.EqualTo("prepared\n"));
    }

    private async Task RunAsync(string spec)
    {
        var pod = Manifest.Yaml($"{{apiVersion: v1, kind: Pod, metadata: {{name: pod, namespace: {Space}}}}}");
        pod["spec"] = Manifest.Yaml(spec);
        pod.Ensure("spec")["terminationGracePeriodSeconds"] = 1;
        Cluster.Registry.Create(ResourceCatalogue.Pods, pod);
        await Cluster.UntilAsync(ResourceCatalogue.Pods, Space, "pod", item => item!.HasCondition("Ready"));
    }
}
