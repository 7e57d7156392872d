using Gauntlet.Build.Clusters;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Tests.Pipeline;

namespace Gauntlet.Build.Tests.Clusters;

[TestFixture]
public sealed class ClusterLockTests
{
    [Test]
    public void Take_ClusterOfAnotherRun_IsRefusedWithItsProcessUntilThatEnds()
    {
        using var bench = new StageBench("--target=Deploy");
        using var ours = new ClusterLock(bench.Context.Paths);
        var other = new ClusterLock(bench.Context.Paths);
        other.Take("a");

        var refusal = Assert.Throws<StageException>(() => ours.Take("a"));
        other.Dispose();

        Assert.That(refusal.Outcome, Is.EqualTo(StageOutcome.Infrastructure));
        Assert.That(refusal.Message, Does.StartWith($"Another run works on the cluster 'a' (process {Environment.ProcessId}, since "));
        Assert.That(refusal.Remedy, Does.Contain("--cluster-name"));
        Assert.That(() => ours.Take("a"), Throws.Nothing);
    }

    [Test]
    public void Take_AgainOrAnotherName_IsTheRunsOwn()
    {
        using var bench = new StageBench("--target=Deploy");
        using ClusterLock ours = new(bench.Context.Paths), other = new(bench.Context.Paths);
        ours.Take("a");

        Assert.That(() => ours.Take("a"), Throws.Nothing, "every stage asks");
        Assert.That(() => other.Take("b"), Throws.Nothing);
    }
}
