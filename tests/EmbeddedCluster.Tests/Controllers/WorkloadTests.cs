using Gauntlet.EmbeddedCluster.Api;
using Gauntlet.EmbeddedCluster.Storage;
using Gauntlet.EmbeddedCluster.Tests.Support;

namespace Gauntlet.EmbeddedCluster.Tests.Controllers;

[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[CancelAfter(40_000)]
internal sealed class WorkloadTests
{
    private TestCluster _cluster = null!;
    private string _space = "";

    [SetUp]
    public async Task SetUpAsync()
    {
        _cluster = await SharedCluster.GetAsync();
        _space = await _cluster.CreateNamespaceAsync();
    }

    [Test]
    public async Task Deployment_NewImage_RollsOutWithoutFallingBelowItsMinimum(CancellationToken cancellationToken)
    {
        Create(Manifest.Deployment(_space, "web", replicas: 3));
        await CompleteAsync("web", 3);
        var lowest = int.MaxValue;
        void Observe(StoreChange change)
        {
            if (change.Object.Type.Kind == "Deployment" && change.Object.Value.Namespace() == _space)
            {
                lowest = Math.Min(lowest, change.Object.Value.Int(0, "status", "availableReplicas"));
            }
        }

        _cluster.Store.Changed += Observe;
        _cluster.Registry.Update(ResourceCatalogue.Deployments, _space, "web", item =>
        {
            item.Objects("spec", "template", "spec", "containers").Single()["image"] = "hashicorp/http-echo:0.2.3";
            return item;
        });
        var done = await CompleteAsync("web", 3);
        _cluster.Store.Changed -= Observe;

        Assert.That(lowest, Is.EqualTo(3), "25 % of 3 rounds down to none that may be missing");
        Assert.That(done.Annotation("deployment.kubernetes.io/revision"), Is.EqualTo("2"));
        Assert.That(_cluster.Store.List(ResourceCatalogue.ReplicaSets, _space).Select(set => set.Value.Int(0, "spec", "replicas")), Is.EquivalentTo(new[] { 0, 3 }));
    }

    [Test]
    public async Task Deployment_ThatCannotProgress_ExceedsItsDeadline(CancellationToken cancellationToken)
    {
        Create(Manifest.Deployment(_space, "stuck", extra: "progressDeadlineSeconds: 1", fault: "never-ready"));

        var stuck = await _cluster.UntilAsync(ResourceCatalogue.Deployments, _space, "stuck", item => item!.Condition("Progressing").Text("reason") == "ProgressDeadlineExceeded");

        Assert.That(stuck!.Condition("Progressing").Text("status"), Is.EqualTo("False"));
        Assert.That(stuck!.Condition("Available").Text("reason"), Is.EqualTo("MinimumReplicasUnavailable"));
    }

    [Test]
    public async Task Pod_Deleted_IsReplaced(CancellationToken cancellationToken)
    {
        Create(Manifest.Deployment(_space, "web"));
        await CompleteAsync("web", 1);
        var first = _cluster.Store.List(ResourceCatalogue.Pods, _space).Single().Value;

        _cluster.Registry.Delete(ResourceCatalogue.Pods, _space, first.Name(), DeleteRequest.Default);

        await _cluster.UntilAsync(ResourceCatalogue.Pods, _space, first.Name(), item => item is null);
        var second = await _cluster.UntilAnyAsync(ResourceCatalogue.Pods, _space, pod => pod.HasCondition("Ready"));
        Assert.That(second.Uid(), Is.Not.EqualTo(first.Uid()));
    }

    [Test]
    public async Task Deployment_Deleted_TakesItsReplicaSetsAndPodsAlong(CancellationToken cancellationToken)
    {
        Create(Manifest.Deployment(_space, "gone"));
        await CompleteAsync("gone", 1);
        var pod = _cluster.Store.List(ResourceCatalogue.Pods, _space).Single().Value;

        _cluster.Registry.Delete(ResourceCatalogue.Deployments, _space, "gone", DeleteRequest.Default);

        await _cluster.UntilAsync(ResourceCatalogue.Pods, _space, pod.Name(), item => item is null);
        Assert.That(_cluster.Store.List(ResourceCatalogue.ReplicaSets, _space), Is.Empty);
    }

    [Test]
    public async Task Namespace_Deleted_IsEmptiedBeforeItGoes(CancellationToken cancellationToken)
    {
        Create(Manifest.Deployment(_space, "web"));
        await CompleteAsync("web", 1);

        var marked = _cluster.Registry.Delete(ResourceCatalogue.Namespaces, "", _space, DeleteRequest.Default);
        await _cluster.UntilAsync(ResourceCatalogue.Namespaces, "", _space, item => item is null);

        Assert.That(marked.Value.Text("status", "phase"), Is.EqualTo("Terminating"));
        Assert.That(_cluster.Store.List(ResourceCatalogue.Pods, _space), Is.Empty);
        Assert.That(() => _cluster.Registry.Create(ResourceCatalogue.ConfigMaps, Manifest.ConfigMap(_space, "late")),
            Throws.TypeOf<StatusException>().With.Property(nameof(StatusException.Code)).EqualTo(404));
    }

    [TestCase("exit 0", "Complete")]
    [TestCase("exit 3", "Failed")]
    public async Task Job_Ended_SaysHow(string script, string condition)
    {
        Create(Manifest.Yaml($$"""
            apiVersion: batch/v1
            kind: Job
            metadata: {name: job, namespace: {{_space}}}
            spec:
              backoffLimit: 0
              template:
                spec:
                  restartPolicy: Never
                  containers: [{name: main, image: busybox, command: [sh, -c, "echo hello; {{script}}"]}]
            """));

        var ended = await _cluster.UntilAsync(ResourceCatalogue.Jobs, _space, "job", item => item!.HasCondition("Complete") || item!.HasCondition("Failed"));

        Assert.That(ended!.HasCondition(condition), Is.True, ended!.ToJsonString());
    }

    // What a user breaks, and the reason and event that a kubelet reports for it.
    [TestCase("nosuch/image:1", "IfNotPresent", "ImagePullBackOff", "pull access denied, repository does not exist")]
    [TestCase("hashicorp/http-echo:9.9.9", "IfNotPresent", "ImagePullBackOff", "not found")]
    [TestCase("hashicorp/http-echo:0.2.4", "Never", "ErrImageNeverPull", "is not present with pull policy of Never")]
    [TestCase("Not An Image", "IfNotPresent", "InvalidImageName", "invalid reference format")]
    public async Task Pod_ImageThatCannotBeHad_WaitsWithTheKubeletsReason(string image, string policy, string reason, string message)
    {
        Create(Manifest.Yaml($$"""
            apiVersion: v1
            kind: Pod
            metadata: {name: broken, namespace: {{_space}}}
            spec: {containers: [{name: main, image: "{{image}}", imagePullPolicy: {{policy}}}]}
            """));

        var pod = await _cluster.UntilAsync(ResourceCatalogue.Pods, _space, "broken",
            item => item!.Objects("status", "containerStatuses").FirstOrDefault().Text("state", "waiting", "reason") == reason);
        var happened = await _cluster.UntilAnyAsync(ResourceCatalogue.Events, _space, item => item.Text("message")!.Contains(message, StringComparison.Ordinal));

        Assert.That(pod!.Text("status", "phase"), Is.EqualTo("Pending"));
        Assert.That(happened.Text("type"), Is.EqualTo("Warning"));
    }

    [Test]
    public async Task Pod_NodeSelectorThatNoNodeHas_StaysUnscheduledWithTheReasons(CancellationToken cancellationToken)
    {
        Create(Manifest.Yaml($$"""
            apiVersion: v1
            kind: Pod
            metadata: {name: homeless, namespace: {{_space}}}
            spec: {nodeSelector: {disk: gold}, containers: [{name: main, image: busybox}]}
            """));

        var pod = await _cluster.UntilAsync(ResourceCatalogue.Pods, _space, "homeless", item => item!.HasCondition("PodScheduled", "False"));

        Assert.That(pod!.Condition("PodScheduled").Text("message"),
            Does.StartWith("0/3 nodes are available: 1 node(s) had untolerated taint(s)").And.Contain("2 node(s) didn't match Pod's node affinity/selector"));
    }

    private void Create(System.Text.Json.Nodes.JsonObject item)
    {
        var type = new ResourceCatalogue().FindKind(item.Text("apiVersion")!, item.Kind())!;
        _cluster.Registry.Create(type, item);
    }

    private async Task<System.Text.Json.Nodes.JsonObject> CompleteAsync(string name, int replicas) => (await _cluster.UntilAsync(ResourceCatalogue.Deployments, _space, name, item =>
        item.Number("status", "observedGeneration") == item!.Generation() && item.Int(0, "status", "availableReplicas") == replicas
        && item.Int(0, "status", "updatedReplicas") == replicas && item.Int(0, "status", "replicas") == replicas))!;
}
