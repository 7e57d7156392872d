using System.Text.Json.Nodes;
using Gauntlet.Workloads.Kinds;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;
using k8s.Models;

namespace Gauntlet.Workloads.Tests.Kinds;

/// <summary>Objects as API servers report them, and what is made of them. Numbers that are zero are left out, as a server leaves them out.</summary>
public sealed class KindRulesTests
{
    private const string Healthy = "healthy";
    private const string Seen = "metadata: {generation: 2, uid: u, name: a, namespace: s}\n";

    [TestCase("apps/v1", "Deployment", "spec: {replicas: 2}\nstatus: {observedGeneration: 2, replicas: 2, updatedReplicas: 2, availableReplicas: 2}", Healthy)]
    [TestCase("apps/v1", "Deployment", "spec: {replicas: 2}\nstatus: {observedGeneration: 1, replicas: 2, updatedReplicas: 2, availableReplicas: 2}",
        "2/2 available")]
    [TestCase("apps/v1", "Deployment", "spec: {replicas: 0}\nstatus: {observedGeneration: 2}", Healthy)]
    [TestCase("apps/v1", "Deployment", "spec: {}\nstatus: {observedGeneration: 2, replicas: 1, updatedReplicas: 1}", "0/1 available")]
    [TestCase("apps/v1", "Deployment", "spec: {replicas: 2}\nstatus: {observedGeneration: 2, replicas: 3, updatedReplicas: 2, availableReplicas: 2}",
        "2/2 available")]
    [TestCase("apps/v1", "ReplicaSet", "spec: {replicas: 2}\nstatus: {observedGeneration: 2, replicas: 2, availableReplicas: 1}", "1/2 available")]
    [TestCase("apps/v1", "ReplicaSet", "spec: {replicas: 2}\nstatus: {observedGeneration: 2, replicas: 2, availableReplicas: 2}", Healthy)]
    [TestCase("apps/v1", "StatefulSet",
        "spec: {replicas: 2}\nstatus: {observedGeneration: 2, replicas: 2, readyReplicas: 2, currentRevision: x, updateRevision: x}", Healthy)]
    [TestCase("apps/v1", "StatefulSet", "spec: {replicas: 2}\nstatus: {observedGeneration: 2, replicas: 2, readyReplicas: 2, updatedReplicas: 1, "
        + "currentRevision: x, updateRevision: y}", "2/2 ready, 1 of the newest template")]
    [TestCase("apps/v1", "StatefulSet", "spec: {replicas: 2, updateStrategy: {type: OnDelete}}\nstatus: {observedGeneration: 2, replicas: 2, readyReplicas: "
        + "2, currentRevision: x, updateRevision: y}", Healthy)]
    [TestCase("apps/v1", "StatefulSet", "spec: {replicas: 3, updateStrategy: {rollingUpdate: {partition: 2}}}\nstatus: {observedGeneration: 2, replicas: 3, "
        + "readyReplicas: 3, updatedReplicas: 1, currentRevision: x, updateRevision: y}", Healthy)]
    [TestCase("apps/v1", "StatefulSet", "spec: {replicas: 2}\nstatus: {observedGeneration: 2, replicas: 1}", "0/2 ready")]
    [TestCase("apps/v1", "DaemonSet",
        "status: {observedGeneration: 2, desiredNumberScheduled: 3, currentNumberScheduled: 3, updatedNumberScheduled: 3, numberAvailable: 3}", Healthy)]
    [TestCase("apps/v1", "DaemonSet", "status: {observedGeneration: 2, desiredNumberScheduled: 3, updatedNumberScheduled: 3, numberAvailable: 2}", "2/3 nodes")]
    [TestCase("apps/v1", "DaemonSet", "status: {observedGeneration: 2}", "healthy, no node of the cluster is one that it is for")]
    [TestCase("apps/v1", "DaemonSet", "status: {}", "0/0 nodes")]
    [TestCase("batch/v1", "Job", "spec: {completions: 1}\nstatus: {active: 1}", "0/1 succeeded")]
    [TestCase("batch/v1", "Job", "spec: {completions: 3}\nstatus: {succeeded: 1, failed: 2}", "1/3 succeeded, 2 failed")]
    [TestCase("batch/v1", "Job", "status: {conditions: [{type: Complete, status: \"True\"}]}", Healthy)]
    [TestCase("batch/v1", "Job", "status: {conditions: [{type: Failed, status: \"True\", reason: BackoffLimitExceeded, message: it failed}]}",
        "failed, BackoffLimitExceeded: it failed")]
    [TestCase("batch/v1", "Job", "spec: {suspend: true}", "healthy, it is suspended, and was not run")]
    [TestCase("batch/v1", "CronJob", "spec: {schedule: \"0 3 * * *\"}", "healthy, its runs (0 3 * * *) were not waited for")]
    [TestCase("v1", "Pod", "status: {phase: Running, conditions: [{type: Ready, status: \"True\"}]}", Healthy)]
    [TestCase("v1", "Pod", "status: {phase: Running, conditions: [{type: Ready, status: \"False\"}]}", "Running, not ready")]
    [TestCase("v1", "Pod", "status: {phase: Succeeded}", Healthy)]
    [TestCase("v1", "Pod", "status: {phase: Failed, reason: Evicted, message: the node was low on memory}", "failed, Evicted: the node was low on memory")]
    [TestCase("v1", "Pod", "spec: {}", "not seen by the scheduler")]
    [TestCase("v1", "Service", "spec: {selector: {app: nobody}}", Healthy)]
    [TestCase("v1", "Service", "spec: {selector: {app: a}}", "no endpoint")]
    [TestCase("v1", "Service", "spec: {type: LoadBalancer}", "healthy, its load balancer has no address, which was not waited for")]
    [TestCase("networking.k8s.io/v1", "Ingress", "spec: {}", Healthy)]
    [TestCase("v1", "PersistentVolumeClaim", "status: {phase: Bound}", Healthy)]
    [TestCase("v1", "PersistentVolumeClaim", "status: {phase: Pending}", "not bound: ProvisioningFailed: storageclass \"none\" not found")]
    [TestCase("v1", "PersistentVolumeClaim", "status: {phase: Lost}", "failed, Lost: the volume of the claim is gone")]
    [TestCase("autoscaling/v2", "HorizontalPodAutoscaler",
        "status: {conditions: [{type: AbleToScale, status: \"True\"}, {type: ScalingActive, status: \"True\"}]}", Healthy)]
    [TestCase("autoscaling/v2", "HorizontalPodAutoscaler", "status: {conditions: [{type: AbleToScale, status: \"True\"}, {type: ScalingActive, status: "
        + "\"False\", reason: FailedGetResourceMetric, message: no metrics}]}", "ScalingActive=False: FailedGetResourceMetric: no metrics")]
    [TestCase("autoscaling/v2", "HorizontalPodAutoscaler", "status: {conditions: [{type: AbleToScale, status: \"True\"}, {type: ScalingActive, status: "
        + "\"False\", reason: ScalingDisabled, message: replicas is 0}]}", "healthy, it does not scale: ScalingDisabled: replicas is 0")]
    [TestCase("apiregistration.k8s.io/v1", "APIService", "status: {conditions: [{type: Available, status: \"True\"}]}", Healthy)]
    [TestCase("apiregistration.k8s.io/v1", "APIService",
        "status: {conditions: [{type: Available, status: \"False\", reason: MissingEndpoints, message: none}]}", "not available: MissingEndpoints: none")]
    [TestCase("apiregistration.k8s.io/v1", "APIService", "status: {}", "not available")]
    [TestCase("autoscaling/v2", "HorizontalPodAutoscaler",
        "status: {conditions: [{type: AbleToScale, status: \"False\", reason: FailedGetScale, message: no target}]}", "FailedGetScale: no target")]
    [TestCase("autoscaling/v2", "HorizontalPodAutoscaler", "status: {}", "not looked at by its controller")]
    [TestCase("policy/v1", "PodDisruptionBudget", "status: {observedGeneration: 2, currentHealthy: 2, desiredHealthy: 1, disruptionsAllowed: 1}", Healthy)]
    [TestCase("policy/v1", "PodDisruptionBudget", "status: {observedGeneration: 2, desiredHealthy: 1}", "0 healthy pods of 1")]
    [TestCase("policy/v1", "PodDisruptionBudget", "status: {observedGeneration: 2, currentHealthy: 1, desiredHealthy: 1, expectedPods: 1}",
        "healthy, it allows no pod to be evicted")]
    [TestCase("apiextensions.k8s.io/v1", "CustomResourceDefinition",
        "status: {conditions: [{type: NamesAccepted, status: \"True\"}, {type: Established, status: \"True\"}]}", Healthy)]
    [TestCase("apiextensions.k8s.io/v1", "CustomResourceDefinition", "status: {}", "not established")]
    [TestCase("apiextensions.k8s.io/v1", "CustomResourceDefinition",
        "status: {conditions: [{type: NamesAccepted, status: \"False\", reason: KindConflict, message: taken}]}", "failed, KindConflict: taken")]
    [TestCase("example.com/v1", "Database", "status: {conditions: [{type: Ready, status: \"True\"}]}", Healthy)]
    [TestCase("example.com/v1", "Database", "status: {conditions: [{type: Ready, status: \"False\", reason: NoDisk, message: it has none}]}",
        "Ready is False: NoDisk: it has none")]
    [TestCase("example.com/v1", "Database", "status: {observedGeneration: 1, conditions: [{type: Ready, status: \"True\"}]}",
        "not looked at by its controller")]
    [TestCase("example.com/v1", "Database", "status: {conditions: [{type: Stalled, status: \"True\", reason: Wrong, message: never}]}", "failed, Wrong: never")]
    [TestCase("example.com/v1", "Database", "status: {conditions: [{type: Reconciling, status: \"True\", message: at it}]}", "at it")]
    [TestCase("example.com/v1", "Database", "status: {conditions: [{type: Colour, status: \"True\"}]}", "not judged")]
    [TestCase("example.com/v1", "Database", "spec: {}", "not judged")]
    public void Judge_ObjectAsAServerReportsIt_IsWhatItsKindMeansByHealthy(string apiVersion, string kind, string rest, string expected)
    {
        var state = Rule(apiVersion, kind)!.Judge(Live(Seen + rest), Around());

        Assert.That(Text(state), Is.EqualTo(expected));
    }

    /// <summary>What a controller has not made yet has no node to wait for.</summary>
    [TestCase("apps/v1", "StatefulSet", "spec: {replicas: 3}\nstatus: {observedGeneration: 2}", 0, false)]
    [TestCase("apps/v1", "StatefulSet", "spec: {replicas: 3}\nstatus: {observedGeneration: 2}", 1, true)]
    [TestCase("apps/v1", "StatefulSet", "spec: {replicas: 3, podManagementPolicy: Parallel}\nstatus: {observedGeneration: 2}", 1, false)]
    [TestCase("apps/v1", "StatefulSet", "spec: {replicas: 0}\nstatus: {observedGeneration: 2}", 0, true)]
    [TestCase("apps/v1", "DaemonSet", "status: {observedGeneration: 2, desiredNumberScheduled: 2, currentNumberScheduled: 2}", 2, true)]
    [TestCase("apps/v1", "DaemonSet", "status: {observedGeneration: 2, desiredNumberScheduled: 2, currentNumberScheduled: 1}", 1, false)]
    [TestCase("batch/v1", "Job", "status: {}", 0, false)]
    [TestCase("batch/v1", "Job", "status: {active: 1}", 1, true)]
    public void Judge_PodsThatItMade_AreThoseThatItOwns(string apiVersion, string kind, string rest, int pods, bool isMade)
    {
        var owned = Enumerable.Range(0, pods).Select(_ => new V1Pod { Metadata = new V1ObjectMeta { OwnerReferences = [new V1OwnerReference { Uid = "u" }] } });

        Assert.That(Rule(apiVersion, kind)!.Judge(Live(Seen + rest), Around() with { Pods = [.. owned, new V1Pod { Metadata = new V1ObjectMeta() }] }).IsMade,
            Is.EqualTo(isMade));
    }

    [Test]
    public void Judge_ClaimThatWaitsForItsFirstPod_IsHealthyWhileThereIsNone()
    {
        var around = Around() with { Events = [Event("WaitForFirstConsumer", "waiting for first consumer")] };
        var user = new V1Pod
        {
            Metadata = new V1ObjectMeta { NamespaceProperty = "s" },
            Spec = new V1PodSpec
            {
                Containers = [],
                Volumes = [new V1Volume { Name = "d", PersistentVolumeClaim = new V1PersistentVolumeClaimVolumeSource { ClaimName = "a" } }]
            },
        };

        Assert.That(Text(new ClaimKind().Judge(Live(Seen), around)), Is.EqualTo("healthy, no pod uses it, so that it has no volume yet"));
        Assert.That(Text(new ClaimKind().Judge(Live(Seen), around with { Pods = [user] })), Does.StartWith("not bound: WaitForFirstConsumer"));
    }

    [Test]
    public void Judge_AutoscalerOfVersion1_HasItsConditionsInAnAnnotation()
    {
        var item = Live("metadata: {annotations: {autoscaling.alpha.kubernetes.io/conditions: '[{\"type\":\"AbleToScale\",\"status\":\"True\"}]'}}");

        Assert.That(Text(new AutoscalerKind().Judge(item, Around())), Is.EqualTo(Healthy));
        Assert.That(Text(new AutoscalerKind().Judge(Live("metadata: {annotations: {autoscaling.alpha.kubernetes.io/conditions: '[{'}}"), Around())),
            Is.EqualTo("not looked at by its controller"));
    }

    /// <summary>The messages are those of Kubernetes.</summary>
    [TestCase("unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server could not find it", true)]
    [TestCase("unable to get metrics for resource cpu: no metrics returned from resource metrics API", true)]
    [TestCase("did not receive metrics for any ready pods", true)]
    [TestCase("failed to get cpu utilization: missing request for cpu", false)]
    public void Judge_AutoscalerWithoutMetrics_IsTheClustersMatterWhereTheMetricsAre(string message, bool isOfCluster)
    {
        var item = Live("status: {conditions: [{type: AbleToScale, status: \"True\"}, "
            + $"{{type: ScalingActive, status: \"False\", reason: FailedGetResourceMetric, message: '{message}'}}]}}");

        Assert.That(new AutoscalerKind().Judge(item, Around()).IsOfCluster, Is.EqualTo(isOfCluster));
    }

    [Test]
    public void Missing_JobThatRemovesItself_IsSaidToHaveEndedUnseen()
    {
        IWorkloadKind rule = new JobKind();

        Assert.That(Text(rule.Missing(Item("apiVersion: batch/v1\nkind: Job\nmetadata: {name: a}\nspec: {ttlSecondsAfterFinished: 0}"))),
            Does.StartWith("healthy, it has removed itself"));
        Assert.That(Text(rule.Missing(Item("apiVersion: batch/v1\nkind: Job\nmetadata: {name: a}\nspec: {}"))), Is.EqualTo("not on the cluster"));
    }

    [TestCase("v1", "ConfigMap")]
    [TestCase("v1", "Namespace")]
    [TestCase("rbac.authorization.k8s.io/v1", "Role")]
    [TestCase("networking.k8s.io/v1", "NetworkPolicy")]
    public void Find_KindThatNeverSaysHowItIs_HasNoRule(string apiVersion, string kind) => Assert.That(Rule(apiVersion, kind), Is.Null);

    /// <summary>Whatever a server says, it is judged.</summary>
    [Test]
    public void Judge_PartsOfOtherTypes_AreReadAsAbsent()
    {
        string[] odd = ["status: []", "status: 1", "status: {conditions: {}}",
            "status: {conditions: [1, null, {type: 2}], observedGeneration: x, replicas: {}}", "metadata: 7", "spec: {replicas: 1.5, selector: [a]}"];
        foreach (var rule in new IWorkloadKind[] { new DeploymentKind(), new StatefulSetKind(), new DaemonSetKind(), new ReplicaSetKind(), new JobKind(),
            new CronJobKind(), new PodKind(), new ServiceKind(), new ClaimKind(), new AutoscalerKind(), new DisruptionBudgetKind(), new DefinitionKind(),
            new ApiServiceKind(), new CustomResourceKind() })
        {
            Assert.That(() => odd.Select(text => rule.Judge(Live(text), Around())).ToList(), Throws.Nothing, rule.GetType().Name);
        }
    }

    private static IWorkloadKind? Rule(string apiVersion, string kind)
    {
        var (group, version) = KindTable.Split(apiVersion);
        return KindRules.Find(new ObjectKind(group, version, kind, null, null));
    }

    private static Surroundings Around() => new(
        [new V1Pod { Metadata = new V1ObjectMeta { Name = "p", NamespaceProperty = "s", Labels = new Dictionary<string, string> { ["app"] = "a" } } }], [], [],
        [Event("ProvisioningFailed", "storageclass \"none\" not found")]);

    private static Corev1Event Event(string reason, string message) =>
        new() { InvolvedObject = new V1ObjectReference { Uid = "u" }, Metadata = new V1ObjectMeta(), Reason = reason, Message = message };

    private static string Text(KindState state) =>
        !state.IsJudged ? "not judged" : state.Failure is { } failure ? $"failed, {failure.Reason}: {failure.Message}" : state.WaitsFor
            ?? (state.Note is null ? Healthy : $"healthy, {state.Note}");

    private static LiveObject Live(string yaml) => new(Body(yaml));

    private static KubeObject Item(string yaml) => new(new ObjectKind("batch", "v1", "Job", "jobs", true), Body(yaml), new Origin("a.yaml", 1, 0));

    private static JsonObject Body(string yaml) => YamlText.Read("a.yaml", yaml, []).Single().Tree.Root!.AsObject();
}
