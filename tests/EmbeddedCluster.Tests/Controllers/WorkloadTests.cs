using Gauntlet.EmbeddedCluster.Api;
using Gauntlet.EmbeddedCluster.Storage;
using Gauntlet.EmbeddedCluster.Tests.Support;

namespace Gauntlet.EmbeddedCluster.Tests.Controllers;

[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[CancelAfter(120_000)]
internal sealed class WorkloadTests : NamespaceFixture
{
    [Test]
    public async Task Deployment_NewImage_RollsOutWithoutFallingBelowItsMinimum(CancellationToken cancellationToken)
    {
        Create(Manifest.Deployment(Space, "web", replicas: 3));
        await CompleteAsync("web", 3);
        var lowest = int.MaxValue;
        void Observe(StoreChange change)
        {
            if (change.Object.Type.Kind == "Deployment" && change.Object.Value.Namespace() == Space)
            {
                lowest = Math.Min(lowest, change.Object.Value.Int(0, "status", "availableReplicas"));
            }
        }

        Cluster.Store.Changed += Observe;
        Cluster.Registry.Update(ResourceCatalogue.Deployments, Space, "web", item =>
        {
            item.Objects("spec", "template", "spec", "containers").Single()["image"] = "hashicorp/http-echo:0.2.3";
            return item;
        });
        var done = await CompleteAsync("web", 3);
        Cluster.Store.Changed -= Observe;

        Assert.That(lowest, Is.EqualTo(3), "25 % of 3 rounds down to none that may be missing");
        Assert.That(done.Annotation("deployment.kubernetes.io/revision"), Is.EqualTo("2"));
        Assert.That(
            Cluster.Store.List(ResourceCatalogue.ReplicaSets, Space).Select(set => set.Value.Int(0, "spec", "replicas")),
            Is.EquivalentTo(new[] { 0, 3 }));
    }

    [Test]
    public async Task Deployment_ThatCannotProgress_ExceedsItsDeadline(CancellationToken cancellationToken)
    {
        Create(Manifest.Deployment(Space, "stuck", extra: "progressDeadlineSeconds: 1", fault: "never-ready"));

        var stuck = await Cluster.UntilAsync(
            ResourceCatalogue.Deployments, Space, "stuck", item => item!.Condition("Progressing").Text("reason") == "ProgressDeadlineExceeded");

        Assert.That(stuck!.Condition("Progressing").Text("status"), Is.EqualTo("False"));
        Assert.That(stuck!.Condition("Available").Text("reason"), Is.EqualTo("MinimumReplicasUnavailable"));
    }

    [Test]
    public async Task Pod_Deleted_IsReplaced(CancellationToken cancellationToken)
    {
        Create(Manifest.Deployment(Space, "web"));
        await CompleteAsync("web", 1);
        var first = Cluster.Store.List(ResourceCatalogue.Pods, Space).Single().Value;

        Cluster.Registry.Delete(ResourceCatalogue.Pods, Space, first.Name(), DeleteRequest.Default);

        await Cluster.UntilAsync(ResourceCatalogue.Pods, Space, first.Name(), item => item is null);
        var second = await Cluster.UntilAnyAsync(ResourceCatalogue.Pods, Space, pod => pod.HasCondition("Ready"));
        Assert.That(second.Uid(), Is.Not.EqualTo(first.Uid()));
    }

    [Test]
    public async Task Deployment_Deleted_TakesItsReplicaSetsAndPodsAlong(CancellationToken cancellationToken)
    {
        Create(Manifest.Deployment(Space, "gone"));
        await CompleteAsync("gone", 1);
        var pod = Cluster.Store.List(ResourceCatalogue.Pods, Space).Single().Value;

        Cluster.Registry.Delete(ResourceCatalogue.Deployments, Space, "gone", DeleteRequest.Default);

        await Cluster.UntilAsync(ResourceCatalogue.Pods, Space, pod.Name(), item => item is null);
        Assert.That(Cluster.Store.List(ResourceCatalogue.ReplicaSets, Space), Is.Empty);
    }

    [Test]
    public async Task Namespace_Deleted_IsEmptiedBeforeItGoes(CancellationToken cancellationToken)
    {
        Create(Manifest.Deployment(Space, "web"));
        await CompleteAsync("web", 1);

        var marked = Cluster.Registry.Delete(ResourceCatalogue.Namespaces, "", Space, DeleteRequest.Default);
        await Cluster.UntilAsync(ResourceCatalogue.Namespaces, "", Space, item => item is null);

        Assert.That(marked.Value.Text("status", "phase"), Is.EqualTo("Terminating"));
        Assert.That(Cluster.Store.List(ResourceCatalogue.Pods, Space), Is.Empty);
        Assert.That(() => Cluster.Registry.Create(ResourceCatalogue.ConfigMaps, Manifest.ConfigMap(Space, "late")),
            Throws.TypeOf<StatusException>().With.Property(nameof(StatusException.Code)).EqualTo(404));
    }

    [TestCase("exit 0", "Complete")]
    [TestCase("exit 3", "Failed")]
    public async Task Job_Ended_SaysHow(string script, string condition)
    {
        Create(Manifest.Yaml($$"""
            apiVersion: batch/v1
            kind: Job
            metadata: {name: job, namespace: {{Space}}}
            spec:
              backoffLimit: 0
              template:
                spec:
                  restartPolicy: Never
                  containers: [{name: main, image: busybox, command: [sh, -c, "echo hello; {{script}}"]}]
            """));

        var ended = await Cluster.UntilAsync(ResourceCatalogue.Jobs, Space, "job", item => item!.HasCondition("Complete") || item!.HasCondition("Failed"));

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
            metadata: {name: broken, namespace: {{Space}}}
            spec: {containers: [{name: main, image: "{{image}}", imagePullPolicy: {{policy}}}]}
            """));

        var pod = await Cluster.UntilAsync(ResourceCatalogue.Pods, Space, "broken",
            item => item!.Objects("status", "containerStatuses").FirstOrDefault().Text("state", "waiting", "reason") == reason);
        var happened = await Cluster.UntilAnyAsync(ResourceCatalogue.Events, Space, item => item.Text("message")!.Contains(message, StringComparison.Ordinal));

        Assert.That(pod!.Text("status", "phase"), Is.EqualTo("Pending"));
        Assert.That(happened.Text("type"), Is.EqualTo("Warning"));
    }

    [Test]
    public async Task Pod_NodeSelectorThatNoNodeHas_StaysUnscheduledWithTheReasons(CancellationToken cancellationToken)
    {
        Create(Manifest.Yaml($$"""
            apiVersion: v1
            kind: Pod
            metadata: {name: homeless, namespace: {{Space}}}
            spec: {nodeSelector: {disk: gold}, containers: [{name: main, image: busybox}]}
            """));

        var pod = await Cluster.UntilAsync(ResourceCatalogue.Pods, Space, "homeless", item => item!.HasCondition("PodScheduled", "False"));

        Assert.That(pod!.Condition("PodScheduled").Text("message"),
            Does.StartWith("0/3 nodes are available: 1 node(s) had untolerated taint(s)").And.Contain("2 node(s) didn't match Pod's node affinity/selector"));
    }

    [Test]
    public async Task Pod_QuantityGivenAsANumber_CountsAsItsText(CancellationToken cancellationToken)
    {
        Create(Manifest.Yaml($$"""
            apiVersion: v1
            kind: Pod
            metadata: {name: large, namespace: {{Space}}}
            spec: {containers: [{name: main, image: busybox, resources: {limits: {cpu: 100, memory: 1000000} } }]}
            """));

        var pod = await Cluster.UntilAsync(ResourceCatalogue.Pods, Space, "large", item => item!.Condition("PodScheduled") is not null);

        Assert.That(pod!.Condition("PodScheduled").Text("message"), Does.Contain("2 Insufficient cpu"));
        Assert.That(pod!.Objects("spec", "containers").Single().Map("resources", "requests")["cpu"], Is.EqualTo("100"));
        Assert.That(pod!.Text("status", "qosClass"), Is.EqualTo("Guaranteed"));
    }

    [Test]
    public async Task Pod_WaitsForThePortOfOneThatEnds_IsScheduledThen(CancellationToken cancellationToken)
    {
        foreach (var name in new[] { "first", "second" })
        {
            Create(Manifest.Yaml($$"""
                apiVersion: v1
                kind: Pod
                metadata: {name: {{name}}, namespace: {{Space}}}
                spec:
                  restartPolicy: Never
                  nodeSelector: {kubernetes.io/hostname: test-worker}
                  containers: [{name: main, image: busybox, command: [sleep, "1"], ports: [{containerPort: 80, hostPort: 8081}]}]
                """));
            await Cluster.UntilAsync(ResourceCatalogue.Pods, Space, name, item => item!.Condition("PodScheduled") is not null);
        }

        await Cluster.UntilAsync(ResourceCatalogue.Pods, Space, "second", item => item!.Text("status", "phase") == "Succeeded");

        Assert.That(Cluster.Store.Get(ResourceCatalogue.Pods, Space, "first").Value.Text("status", "phase"), Is.EqualTo("Succeeded"));
    }

    [Test]
    public async Task Deployment_CreatedAgainAfterAnOrphaningDeletion_TakesItsReplicaSetOver(CancellationToken cancellationToken)
    {
        Create(Manifest.Deployment(Space, "web"));
        await CompleteAsync("web", 1);
        var pod = Cluster.Store.List(ResourceCatalogue.Pods, Space).Single().Value;
        Cluster.Registry.Delete(ResourceCatalogue.Deployments, Space, "web", DeleteRequest.Default with { Propagation = "Orphan" });
        await Cluster.UntilAsync(ResourceCatalogue.Deployments, Space, "web", item => item is null);

        Create(Manifest.Deployment(Space, "web"));
        await CompleteAsync("web", 1);

        Assert.That(Cluster.Store.List(ResourceCatalogue.Pods, Space).Single().Value.Uid(), Is.EqualTo(pod.Uid()));
    }

    /// <summary>Else the pods of the old template hide that those of the new one make progress.</summary>
    [Test]
    public async Task Deployment_NewTemplate_CountsItsUpdatedPodsFromNone(CancellationToken cancellationToken)
    {
        Create(Manifest.Deployment(Space, "web", replicas: 2));
        await CompleteAsync("web", 2);
        var updated = new TaskCompletionSource<int>();
        void Observe(StoreChange change)
        {
            if (change.Object.Value.Name() == "web" && change.Object.Value.Namespace() == Space
                && change.Object.Value.Condition("Progressing").Text("reason") == "NewReplicaSetCreated")
            {
                updated.TrySetResult(change.Object.Value.Int(0, "status", "updatedReplicas"));
            }
        }

        Cluster.Store.Changed += Observe;
        Cluster.Registry.Update(ResourceCatalogue.Deployments, Space, "web", item =>
        {
            item.Objects("spec", "template", "spec", "containers").Single()["image"] = "hashicorp/http-echo:9.9.9";
            return item;
        });
        var first = await updated.Task.WaitAsync(cancellationToken);
        Cluster.Store.Changed -= Observe;

        Assert.That(first, Is.Zero);
    }

    private void Create(System.Text.Json.Nodes.JsonObject item)
    {
        var type = new ResourceCatalogue().FindKind(item.Text("apiVersion")!, item.Kind())!;
        Cluster.Registry.Create(type, item);
    }

    private async Task<System.Text.Json.Nodes.JsonObject> CompleteAsync(string name, int replicas) =>
        (await Cluster.UntilAsync(ResourceCatalogue.Deployments, Space, name, item =>
            item.Number("status", "observedGeneration") == item!.Generation() && item.Int(0, "status", "availableReplicas") == replicas
            && item.Int(0, "status", "updatedReplicas") == replicas && item.Int(0, "status", "replicas") == replicas))!;
}
