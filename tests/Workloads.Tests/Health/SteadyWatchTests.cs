using Gauntlet.Workloads.Health;
using Microsoft.Extensions.Time.Testing;

namespace Gauntlet.Workloads.Tests.Health;

public sealed class SteadyWatchTests
{
    [Test]
    public void IsSteady_ContainerWithoutAProbe_HasToRunForAWhile()
    {
        var time = new FakeTimeProvider();
        var watch = new SteadyWatch(time);
        Assert.That(watch.IsSteady(Cluster.Of(Cluster.Running())), Is.False);

        time.Advance(TimeSpan.FromSeconds(10));

        Assert.That(watch.IsSteady(Cluster.Of(Cluster.Running())), Is.True);
    }

    [Test]
    public void IsSteady_ContainerThatCrashesInBetween_StartsAnew()
    {
        var time = new FakeTimeProvider();
        var watch = new SteadyWatch(time);
        watch.IsSteady(Cluster.Of(Cluster.Running()));
        time.Advance(TimeSpan.FromSeconds(9));
        watch.IsSteady(Cluster.Of(Cluster.Waiting("CrashLoopBackOff", restarts: 1)));
        time.Advance(TimeSpan.FromSeconds(9));

        Assert.That(watch.IsSteady(Cluster.Of(Cluster.Running())), Is.False);
    }
}
