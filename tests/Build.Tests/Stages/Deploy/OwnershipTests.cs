using Gauntlet.HostBench;
using Gauntlet.PipelineHarness;
using Gauntlet.Workloads.Applying;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;
using k8s;
using k8s.Models;

namespace Gauntlet.Build.Tests.Stages.Deploy;

/// <summary>Whose an object is on a cluster that several runs and people share, asked of the embedded cluster.</summary>
[TestFixture]
[CancelAfter(60_000)]
public sealed class OwnershipTests
{
    private static readonly ObjectReference Echo = new("", "Namespace", null, "echo");

    /// <summary>A custom resource that stands before its definition.</summary>
    private const string Thing = """
        apiVersion: example.com/v1
        kind: Thing
        metadata: {name: a, namespace: echo}
        ---
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: things.example.com}
        spec:
          group: example.com
          scope: Namespaced
          names: {kind: Thing, plural: things, singular: thing, listKind: ThingList}
          versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]
        """;

    private ProjectCopy _copy = null!;
    private ManifestSet _manifests = null!;
    private Kubernetes _client = null!;

    [OneTimeSetUp]
    public async Task CreateClusterAsync()
    {
        _copy = ProjectCopy.Create();
        File.WriteAllText(_copy.PathOf("manifests", "a-thing.yaml"), Thing);
        foreach (var target in new[] { "Validate", "CreateCluster" })
        {
            var run = await _copy.RunInProcessAsync("--target=" + target, "--cluster=embedded", "--skip=ScanSecurity");
            Assert.That(run.ExitCode, Is.Zero, run.ToString());
        }

        _manifests = ManifestSet.Load(_copy.PathOf("manifests"));
        _client = Connect();
        await _client.CoreV1.CreateNamespaceAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = "echo" } });
        await _client.CoreV1.CreateNamespacedConfigMapAsync(new V1ConfigMap { Metadata = new V1ObjectMeta { Name = "theirs" } }, "echo");
    }

    [OneTimeTearDown]
    public async Task DeleteClusterAsync()
    {
        _client?.Dispose();
        await _copy.DisposeAsync();
    }

    [Test]
    public async Task DeleteAsync_AfterTwoDeploysBesideForeignObjects_RemovesOnlyWhatTheRunMade(CancellationToken cancellation)
    {
        var inventory = new RunInventory(_client);
        await DeployAsync(inventory, "run-1", cancellation);
        await DeployAsync(inventory, "run-1", cancellation);
        var other = await DeployAsync(inventory, "run-2", cancellation);
        var byOther = await inventory.DeleteAsync(_manifests, "run-2", TimeProvider.System, cancellation);
        var deleted = await inventory.DeleteAsync(_manifests, "run-1", TimeProvider.System, cancellation);

        Assert.That(other[Echo], Is.Null, "it was there before any run");
        Assert.That(other.Where(owner => owner.Key != Echo).Select(owner => owner.Value), Is.All.EqualTo("run-1"));
        Assert.That(byOther, Is.Empty, "the second run made nothing");
        Assert.That(deleted, Has.Count.EqualTo(_manifests.Objects.Count - 1).And.None.EqualTo("namespaces echo"));
        Assert.That((await inventory.FindOwnersAsync(_manifests, cancellation)).Keys, Is.EqualTo(new[] { Echo }));
        Assert.That((await _client.CoreV1.ReadNamespacedConfigMapAsync("theirs", "echo", cancellationToken: cancellation)).Metadata.Name, Is.EqualTo("theirs"));
    }

    /// <summary>Between the list and the deletion somebody puts an object of his own in the place of the run's.</summary>
    [Test]
    public async Task DeleteAsync_ObjectReplacedByAnotherOfItsName_LeavesTheOther(CancellationToken cancellation)
    {
        await DeployAsync(new RunInventory(_client), "run-3", cancellation);
        using var interloper = new BeforeDeletion("/ingressclasses/nginx", async () =>
        {
            await _client.NetworkingV1.DeleteIngressClassAsync("nginx", cancellationToken: cancellation);
            var theirs = new V1IngressClass
            {
                Metadata = new V1ObjectMeta { Name = "nginx" },
                Spec = new V1IngressClassSpec { Controller = "example.com/theirs" },
            };
            await _client.NetworkingV1.CreateIngressClassAsync(theirs, cancellationToken: cancellation);
        });
        using var client = Connect(interloper);

        var deleted = await new RunInventory(client).DeleteAsync(_manifests, "run-3", TimeProvider.System, cancellation);

        Assert.That(deleted, Has.Count.EqualTo(_manifests.Objects.Count - 2).And.None.EqualTo("ingressclasses nginx"));
        await _client.NetworkingV1.DeleteIngressClassAsync("nginx", cancellationToken: cancellation);
    }

    private Kubernetes Connect(params DelegatingHandler[] handlers) =>
        new(KubernetesClientConfiguration.BuildConfigFromConfigFile(_copy.Artifact("kubeconfig")), handlers);

    private async Task<IReadOnlyDictionary<ObjectReference, string?>> DeployAsync(RunInventory inventory, string run, CancellationToken cancellation)
    {
        var owners = await inventory.FindOwnersAsync(_manifests, cancellation);
        await ManifestApplier.ApplyAsync(_client, _manifests, run, owners, TimeProvider.System, cancellation);
        return owners;
    }

    private sealed class BeforeDeletion(string path, Func<Task> act) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method == HttpMethod.Delete && request.RequestUri!.AbsolutePath.EndsWith(path, StringComparison.Ordinal))
            {
                await act();
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }
}
