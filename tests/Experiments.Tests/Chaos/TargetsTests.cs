using Gauntlet.Experiments.Chaos;

namespace Gauntlet.Experiments.Tests.Chaos;

internal sealed class TargetsTests
{
    private static readonly PodView Cluster = Views.Of(
        Views.Pod("foo", "f1", "worker"), Views.Pod("foo", "f2", "worker2"), Views.Pod("bar", "b1", "worker"), Views.Pod("bar", "b2", "control"),
        Views.Pod("single", "s1", "worker"), Views.Pod("idle", "i1", "worker3", serves: false), Views.Pod("ingress", "c1", "control", hostPort: 80));

    [TestCase("pod-delete", "b1 f1")]
    [TestCase("pod-delete:foo", "f1")]
    [TestCase("pod-delete:echo/single", "s1")]
    [TestCase("rollout:foo", "f1 f2")]
    [TestCase("controller-kill", "c1")]
    [TestCase("node-pause:foo", "b1 f1 s1")]
    [TestCase("node-pause:worker2", "f2")]
    [TestCase("node-drain", "b1 f1 s1")]
    public void Find_WhatIsThere_IsHit(string plan, string uids) => Assert.That(
        Targets.Find(ExperimentPlan.Parse(plan), Cluster).Pods.Select(pod => pod.Pod.Metadata.Uid).Order(), Is.EqualTo(uids.Split(' ')));

    /// <summary>What cannot be hit is said, and nothing else is hit in its place.</summary>
    [TestCase("pod-delete:fop", "no workload that was deployed is called fop")]
    [TestCase("pod-delete:idle", "Deployment echo/idle had no pod that answers requests")]
    [TestCase("node-pause:worker3", "nothing on worker3 answers requests")]
    [TestCase("node-drain:elsewhere", "nothing on elsewhere answers requests, or there is no workload or node of that name")]
    [TestCase("node-pause:control", "the ingress controller runs on control: to lose it is controller-kill")]
    public void Find_WhatIsNotThere_IsSaid(string plan, string reason)
    {
        var (pods, why) = Targets.Find(ExperimentPlan.Parse(plan), Cluster);

        Assert.That(pods, Is.Empty);
        Assert.That(why, Does.StartWith(reason));
    }

    [TestCase("pod-delete", "no workload that was deployed has two pods that answer requests")]
    [TestCase("controller-kill", "the ingress controller was not deployed by this run")]
    [TestCase("node-pause", "no node holds a pod that answers requests, but that of the ingress controller")]
    public void Find_ClusterWithoutSuch_IsSaid(string plan, string reason) =>
        Assert.That(Targets.Find(ExperimentPlan.Parse(plan), Views.Of(Views.Pod("single", "s1"))).Reason, Is.EqualTo(reason));
}
