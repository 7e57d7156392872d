using Gauntlet.Workloads.Health;
using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Tests.Health;

public sealed class ProblemFinderTests
{
    private const string BackOff = "Back-off pulling image \"registry.example/none:1\"";
    private const string NoDns = "Failed: Failed to pull image \"registry.example/none:1\": failed to do request: dial tcp: lookup registry.example: no such "
        + "host";
    private const string NotFound = "Failed: Failed to pull image \"registry.example/none:1\": rpc error: code = NotFound desc = registry.example/none:1: not "
        + "found";

    /// <summary>States that waiting cannot heal, as a 1.20 kubelet reports them.</summary>
    [TestCase("ErrImageNeverPull", "Container image \"absent.example/none:1\" is not present with pull policy of Never")]
    [TestCase("InvalidImageName", "Failed to apply default image tag \"UPPER/Not:Valid:1\": couldn't parse image reference")]
    [TestCase("CreateContainerConfigError", "configmap \"missing\" not found")]
    [TestCase("CreateContainerError", "failed to generate spec: no command specified")]
    [TestCase("ErrImagePull", "rpc error: code = NotFound desc = failed to resolve reference: not found")]
    public void Terminal_StateThatCannotHeal_IsTheChangesFault(string reason, string message)
    {
        var problem = ProblemFinder.Terminal(Cluster.Of(Cluster.Waiting(reason, message))).Single();

        Assert.That((problem.Blame, problem.On.ToString(), problem.Reason, problem.Message), Is.EqualTo((Blame.Change, "Pod faults/main-1", reason, message)));
        Assert.That(problem.Owner, Is.EqualTo(new ObjectReference("apps", "Deployment", "faults", "main")),
            "the file to look into is that of what made the pod");
    }

    /// <summary>States that may be gone in a moment.</summary>
    [TestCase("ContainerCreating", "")]
    [TestCase("PodInitializing", "")]
    [TestCase("ErrImagePull", "dial tcp: lookup registry.example: no such host")]
    [TestCase("ImagePullBackOff", BackOff)]
    [TestCase("CreateContainerError", "context deadline exceeded")]
    public void Terminal_StateThatMayHeal_IsNoProblemYet(string reason, string message) =>
        Assert.That(ProblemFinder.Terminal(Cluster.Of(Cluster.Waiting(reason, message))), Is.Empty);

    [TestCase(1, 0)]
    [TestCase(2, 0)]
    [TestCase(3, 1)]
    public void Terminal_CrashLoop_CountsFromTheThirdRestart(int restarts, int problems) =>
        Assert.That(ProblemFinder.Terminal(Cluster.Of(Cluster.Waiting("CrashLoopBackOff", "back-off 40s", restarts, 3))), Has.Count.EqualTo(problems));

    [Test]
    public void Terminal_CrashLoop_TellsTheExitCodeAndTheEvents()
    {
        var problem = ProblemFinder.Terminal(
            Cluster.Of(Cluster.Waiting("CrashLoopBackOff", "back-off 40s", 3, 137), events: "BackOff: Back-off restarting failed container")).Single();

        Assert.That(problem.Message, Does.Contain("exit code 137").And.Contain("3 times"));
        Assert.That(problem.Evidence, Is.EqualTo(new[] { "BackOff: Back-off restarting failed container" }));
        Assert.That(problem.Container, Is.EqualTo("main"));
    }

    [Test]
    public void Terminal_BackOffWhoseEventSaysNotFound_IsTheChangesFault() =>
        Assert.That(ProblemFinder.Terminal(Cluster.Of(Cluster.Waiting("ImagePullBackOff", BackOff), events: NotFound)).Single().Message,
            Does.Contain("not found"));

    [Test]
    public void Pending_BackOffWhoseEventSaysNoSuchHost_IsTheSurroundings()
    {
        var snapshot = Cluster.Of(Cluster.Waiting("ImagePullBackOff", BackOff), events: NoDns);

        Assert.That(ProblemFinder.Terminal(snapshot), Is.Empty);
        Assert.That(ProblemFinder.Pending(snapshot).Single().Blame, Is.EqualTo(Blame.Infrastructure));
    }

    /// <summary>
    /// The rollout's deadline runs from Deploy on and is over before the pull's budget: it must not turn the registry's fault into the change's.
    /// </summary>
    [Test]
    public void Terminal_ProgressDeadlineWhileTheRegistryIsAway_IsLeftToThePullsBudget()
    {
        var deployment = Cluster.Deployment("Progressing", "False", "ProgressDeadlineExceeded", "timed out");

        Assert.That(ProblemFinder.Terminal(Cluster.Of(Cluster.Waiting("ImagePullBackOff", BackOff), deployment, events: NoDns)), Is.Empty);
    }

    [Test]
    public void Terminal_ProgressDeadline_NamesThePodThatIsNotReady()
    {
        var deployment = Cluster.Deployment("Progressing", "False", "ProgressDeadlineExceeded", "ReplicaSet \"main-1\" has timed out progressing.");

        var problem = ProblemFinder.Terminal(Cluster.Of(Cluster.Running(), deployment, events: "Unhealthy: Readiness probe failed: connection refused"))
            .Single();

        Assert.That((problem.Blame, problem.On.ToString(), problem.Reason), Is.EqualTo((Blame.Change, "Pod faults/main-1", "ProgressDeadlineExceeded")));
        Assert.That(problem.Message, Does.Contain("runs but is not ready"));
        Assert.That(problem.Evidence.Single(), Does.Contain("Readiness probe failed"));
    }

    [Test]
    public void Terminal_ProgressDeadlineOfAnOlderGeneration_IsNoProblem() =>
        Assert.That(ProblemFinder.Terminal(Cluster.Of(null, Cluster.Deployment("Progressing", "False", "ProgressDeadlineExceeded", "old", observed: 0))),
            Is.Empty);

    /// <summary>The controller leaves the condition of a rollout that failed until it has judged the next one, a rollback to pods that are there.</summary>
    [Test]
    public void Terminal_ProgressDeadlineWithAllPodsReady_IsNoProblem() =>
        Assert.That(ProblemFinder.Terminal(Cluster.Of(Cluster.Ready(), Cluster.Deployment("Progressing", "False", "ProgressDeadlineExceeded", "old"))),
            Is.Empty);

    [TestCase("pods \"main-1\" is forbidden: exceeded quota: none, requested: pods=1, used: pods=0, limited: pods=0", 1)]
    [TestCase("pods \"main-1\" is forbidden: violates PodSecurity \"restricted:v1.35\": runAsNonRoot != true", 1)]
    [TestCase("pods \"main-1\" is forbidden: error looking up service account faults/default: serviceaccount \"default\" not found", 0)]
    [TestCase("Internal error occurred: etcdserver: request timed out", 0)]
    public void Terminal_PodsThatCannotBeMade_AreAProblemWhenTheServerRefusesForGood(string message, int problems) =>
        Assert.That(ProblemFinder.Terminal(Cluster.Of(null, Cluster.Deployment("ReplicaFailure", "True", "FailedCreate", message))),
            Has.Count.EqualTo(problems));

    [TestCase("0/3 nodes are available: 2 Insufficient cpu.", 1)]
    [TestCase("0/3 nodes are available: 3 node(s) had taint {node.kubernetes.io/not-ready: }, that the pod didn't tolerate.", 0)]
    public void Late_Unschedulable_IsNamedInTheSchedulersWords(string message, int problems) =>
        Assert.That(ProblemFinder.Late(Cluster.Of(Cluster.Unschedulable(message)), "SchedulingTimeout", "x")
            .Where(problem => problem is { Reason: "Unschedulable", Blame: Blame.Change } && problem.Message == message).ToList(), Has.Count.EqualTo(problems));

    [Test]
    public void Terminal_CrashLoopOfAProbe_NamesTheProbe() => Assert.That(
        ProblemFinder.Terminal(
            Cluster.Of(Cluster.Waiting("CrashLoopBackOff", "back-off 40s", 3),
            events: ["Unhealthy: Liveness probe failed: no route", "Killing: Container main failed liveness probe, will be restarted"])).Single().Message,
        Does.EndWith(", by its liveness probe (Liveness probe failed: no route)"));

    [TestCase("0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector. preemption: 0/3 nodes are available: 3 Preemption is not helpful "
        + "for scheduling.", "True", 1)]
    [TestCase("0/3 nodes are available: 1 node(s) had taint {node-role.kubernetes.io/master: }, that the pod didn't tolerate, 2 node(s) didn't match node "
        + "selector.", "True", 1)]
    [TestCase("0/3 nodes are available: 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }, 2 node(s) didn't match Pod's node affinity.",
        "True", 1)]
    [TestCase("0/3 nodes are available: 2 Insufficient cpu.", "True", 0)]
    [TestCase("0/3 nodes are available: 1 Insufficient cpu, 2 node(s) didn't match node selector.", "True", 0)]
    [TestCase("0/3 nodes are available: 3 pod has unbound immediate PersistentVolumeClaims.", "True", 0)]
    [TestCase("0/3 nodes are available: 3 node(s) were unschedulable.", "True", 0)]
    [TestCase("0/3 nodes are available: 3 node(s) had taint {node.kubernetes.io/not-ready: }, that the pod didn't tolerate.", "True", 0)]
    [TestCase("0/3 nodes are available: 3 node(s) didn't match node selector.", "Unknown", 0)]
    public void Terminal_Unschedulable_IsFinalWhereNoNodeCanEverTakeThePod(string message, string nodeReady, int problems) =>
        Assert.That(ProblemFinder.Terminal(Cluster.Of(Cluster.Unschedulable(message), nodeReady: nodeReady)), Has.Count.EqualTo(problems));
}
