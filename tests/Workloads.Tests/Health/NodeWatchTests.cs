using Gauntlet.Workloads.Health;
using Microsoft.Extensions.Time.Testing;

namespace Gauntlet.Workloads.Tests.Health;

public sealed class NodeWatchTests
{
    [Test]
    public void Lost_NodeAwayForLongerThanTheGrace_IsTheSurroundings()
    {
        var time = new FakeTimeProvider();
        var watch = new NodeWatch(time);
        var sick = Cluster.Of(null, nodeReady: "Unknown");
        Assert.That(watch.Lost(sick), Is.Empty);

        time.Advance(TimeSpan.FromSeconds(11));

        var problem = watch.Lost(sick).Single();
        Assert.That((problem.Blame, problem.On.ToString(), problem.Reason), Is.EqualTo((Blame.Infrastructure, "Node worker", "NodeNotReady")));
    }

    [Test]
    public void Lost_NodeThatComesBack_StartsTheGraceAnew()
    {
        var time = new FakeTimeProvider();
        var watch = new NodeWatch(time);
        watch.Lost(Cluster.Of(null, nodeReady: "Unknown"));
        time.Advance(TimeSpan.FromSeconds(8));
        watch.Lost(Cluster.Of(null));
        time.Advance(TimeSpan.FromSeconds(8));

        Assert.That(watch.Lost(Cluster.Of(null, nodeReady: "Unknown")), Is.Empty);
    }
}
