using Gauntlet.Experiments.Chaos;
using Gauntlet.Workloads.Health;

namespace Gauntlet.Experiments.Tests.Chaos;

internal sealed class FaultSightTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);
    private static readonly DeployedPod Hit = Views.Pod("foo", "f1");
    private static readonly DeployedPod Other = Views.Pod("foo", "f2");

    /// <summary>A command that succeeded and changed nothing shows nothing.</summary>
    [TestCase("pod-delete")]
    [TestCase("container-kill")]
    [TestCase("net-loss")]
    public void Of_ClusterAsBefore_ShowsNothing(string fault)
    {
        var seen = Sight(fault).Of(Views.Of(Hit, Other), Now);

        Assert.That((seen.Landed, seen.Replaced, seen.News.Count), Is.EqualTo(((DateTimeOffset?)null, (DateTimeOffset?)null, 0)));
    }

    [Test]
    public void Of_PodThatLeaves_LandsOnceItIsNoEndpointAndIsReplacedByANewOne()
    {
        var sight = Sight("pod-delete");
        var leaving = sight.Of(Views.Of(Views.Pod("foo", "f1", serves: false), Other), Now);
        var starting = sight.Of(Views.Of(Other, Views.Pod("foo", "f3", serves: false)), Now.AddSeconds(1));
        var replaced = sight.Of(Views.Of(Other, Views.Pod("foo", "f3")), Now.AddSeconds(2));

        Assert.That((leaving.Landed, starting.Landed, replaced.Landed), Is.EqualTo(((DateTimeOffset?)Now, (DateTimeOffset?)null, (DateTimeOffset?)null)));
        Assert.That((leaving.Replaced, starting.Replaced, replaced.Replaced),
            Is.EqualTo(((DateTimeOffset?)null, (DateTimeOffset?)null, (DateTimeOffset?)Now.AddSeconds(2))));
        Assert.That(new[] { leaving, starting, replaced }.SelectMany(seen => seen.News).Select(mark => mark.What),
            Is.EqualTo(new[] { "no longer endpoints", "gone from the API", "new pods ready and endpoints" }));
        Assert.That(sight.IsAllSeen, Is.True);
    }

    /// <summary>A pod that was there all along replaces nothing.</summary>
    [Test]
    public void Of_OldPodsThatServeOn_ReplaceNothing()
    {
        var seen = Sight("pod-delete").Of(Views.Of(Other), Now);

        Assert.That((seen.Landed, seen.Replaced), Is.EqualTo(((DateTimeOffset?)Now, (DateTimeOffset?)null)));
    }

    [Test]
    public void Of_ContainerThatIsStartedAgain_LandsByItsCounter()
    {
        var sight = Sight("container-kill");
        var killed = sight.Of(Views.Of(Views.Pod("foo", "f1", serves: false, restarts: 1), Other), Now);
        var back = sight.Of(Views.Of(Views.Pod("foo", "f1", restarts: 1), Other), Now.AddSeconds(1));

        Assert.That((killed.Landed, killed.Replaced), Is.EqualTo(((DateTimeOffset?)Now, (DateTimeOffset?)null)));
        Assert.That(back.Replaced, Is.EqualTo(Now.AddSeconds(1)));
    }

    [Test]
    public void Shown_ByTheNode_IsTheProofWherePodsShowNothing()
    {
        var sight = Sight("net-loss");

        Assert.That(sight.NeedsLook, Is.True);
        Assert.That(sight.Shown("12 packets met the rule", Now).Landed, Is.EqualTo(Now));
        Assert.That(sight.IsAllSeen, Is.True);
    }

    private static FaultSight Sight(string fault) => new(
        Faults.Find(fault)!,
        new Injection(fault, "mark", [new Victim("echo", "foo-f1", "f1", "worker", Hit.Workload)]), Views.Of(Hit, Other));
}
