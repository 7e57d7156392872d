using Gauntlet.Workloads.Health;
using Gauntlet.Workloads.Manifests;
using k8s.Models;

namespace Gauntlet.Workloads.Tests.Health;

/// <summary>A Deployment whose first template failed and whose second is on its way: the pods of both are there for a while.</summary>
public sealed class ClusterSnapshotTests
{
    private TemporaryFolder _folder = null!;
    private ManifestSet _manifests = null!;

    [SetUp]
    public void Write()
    {
        _folder = new TemporaryFolder();
        _manifests = Clusters.Fault.Write(_folder, "main", "registry.example/corrected:1", "imagePullPolicy: IfNotPresent");
    }

    [TearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public void Of_PodOfAnOlderTemplate_IsNotJudged()
    {
        var snapshot = Snapshot(revision: "2", observed: 2, Pod("old", "ErrImageNeverPull"), Pod("new", null)).Of(_manifests);

        Assert.That(snapshot.Pods.Select(pod => pod.Metadata.Name), Is.EqualTo(new[] { "new" }));
        Assert.That(ProblemFinder.Terminal(snapshot), Is.Empty);
    }

    [Test]
    public void Of_PodOfTheNewestTemplate_IsJudged() =>
        Assert.That(ProblemFinder.Terminal(Snapshot("2", 2, Pod("new", "ErrImageNeverPull")).Of(_manifests)).Select(problem => problem.On.ToString()),
            Is.EqualTo(new[] { "Pod main/new" }));

    [Test]
    public void Of_TemplateThatTheControllerHasNotSeen_HasNoPodsYet()
    {
        var snapshot = Snapshot(revision: "1", observed: 1, Pod("old", "ErrImageNeverPull")).Of(_manifests);

        Assert.That(snapshot.Pods, Is.Empty);
        Assert.That(snapshot.Reached(_manifests), Is.EqualTo(HealthPhase.Nodes), "the rollout is waited for");
    }

    /// <summary>The API server leaves numbers out that are zero, and pods belong to who made them, whatever the labels say.</summary>
    [Test]
    public void Reached_NoReplicasWanted_IsRolledOutWithoutANumber()
    {
        var deployment = Deployment(revision: "2", observed: 2);
        (deployment.Spec.Replicas, deployment.Status.Replicas, deployment.Status.UpdatedReplicas) = (0, null, null);
        deployment.Spec.Selector = new V1LabelSelector { MatchExpressions = [new V1LabelSelectorRequirement { Key = "app", OperatorProperty = "Exists" }] };

        var snapshot = new ClusterSnapshot([Cluster.Node("True")], [deployment], [], [], []) { ReplicaSets = [ReplicaSet("new", "2")] }.Of(_manifests);

        Assert.That(snapshot.Reached(_manifests), Is.EqualTo(HealthPhase.Endpoints));
    }

    [Test]
    public void PodsOf_SelectorOfExpressionsAlone_AreThoseThatItsReplicaSetMade()
    {
        var snapshot = Snapshot("2", 2, Pod("new", null));
        snapshot.Deployments[0]
            .Spec.Selector = new V1LabelSelector { MatchExpressions = [new V1LabelSelectorRequirement { Key = "app", OperatorProperty = "Exists" }] };

        Assert.That(snapshot.PodsOf(snapshot.Deployments[0].Metadata.Uid).Select(pod => pod.Metadata.Name), Is.EqualTo(new[] { "new" }));
    }

    /// <summary>A rolling update makes one new pod at first; the old one counts until that is ready.</summary>
    [Test]
    public void Reached_OldAndNewPodTogether_AreScheduled() =>
        Assert.That(Snapshot("2", 2, Pod("old", null), Pod("new", null)).Of(_manifests).Reached(_manifests), Is.EqualTo(HealthPhase.Start));

    /// <summary>A pull that goes on is the registry's time; a volume that cannot be mounted is not.</summary>
    [TestCase(true, "Pulling: Pulling image \"registry.example/none:1\"")]
    [TestCase(false)]
    [TestCase(false, "FailedMount: MountVolume.SetUp failed for volume \"settings\"")]
    [TestCase(false, "Pulling: Pulling image \"registry.example/none:1\"", "Failed: Error: ErrImagePull")]
    public void IsPulling_PodWithoutItsImage_IsWhatItsLastEventSays(bool expected, params string[] events) =>
        Assert.That(Cluster.Of(Cluster.Waiting("ContainerCreating"), events: events).IsPulling(), Is.EqualTo(expected));

    private static ClusterSnapshot Snapshot(string revision, long observed, params V1Pod[] pods) =>
        new([Cluster.Node("True")], [Deployment(revision, observed)], pods, [], [])
        {
            ReplicaSets = [ReplicaSet("old", "1"), ReplicaSet("new", "2")],
        };

    private static V1Deployment Deployment(string revision, long observed) => new()
    {
        Metadata = new V1ObjectMeta { Name = "main", NamespaceProperty = "main", Uid = "deployment", Generation = 2, Annotations = Revision(revision) },
        Spec = new V1DeploymentSpec { Replicas = 1, Selector = new V1LabelSelector { MatchLabels = Labels() } },
        Status = new V1DeploymentStatus { ObservedGeneration = observed, Replicas = 2, UpdatedReplicas = 1 },
    };

    private static V1ReplicaSet ReplicaSet(string name, string revision) => new()
    {
        Metadata = new V1ObjectMeta
        {
            Name = name,
            Uid = name,
            Annotations = Revision(revision),
            OwnerReferences = [Cluster.Owner("Deployment", "main", "deployment")]
        },
    };

    private static V1Pod Pod(string template, string? waiting) => new()
    {
        Metadata = new V1ObjectMeta
        {
            Name = template,
            NamespaceProperty = "main",
            Uid = "pod-" + template,
            Labels = Labels(),
            OwnerReferences = [Cluster.Owner("ReplicaSet", template, template)]
        },
        Spec = new V1PodSpec { NodeName = "worker" },
        Status = new V1PodStatus
        {
            ContainerStatuses =
            [
                new V1ContainerStatus
                {
                    Name = "main",
                    State = waiting is null
                        ? new V1ContainerState { Running = new V1ContainerStateRunning() }
                        : new V1ContainerState { Waiting = new V1ContainerStateWaiting { Reason = waiting } },
                },
            ],
        },
    };

    private static Dictionary<string, string> Labels() => new() { ["app"] = "main" };

    private static Dictionary<string, string> Revision(string revision) => new() { ["deployment.kubernetes.io/revision"] = revision };
}
