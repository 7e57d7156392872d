using Gauntlet.EmbeddedCluster.Tests.Support;

// They wait for a cluster more than they compute.
[assembly: LevelOfParallelism(8)]
[assembly: Parallelizable(ParallelScope.Fixtures)]

namespace Gauntlet.EmbeddedCluster.Tests;

[SetUpFixture]
internal sealed class SharedClusterSetUp
{
    [OneTimeTearDown]
    public Task StopAsync() => SharedCluster.StopAsync();
}
