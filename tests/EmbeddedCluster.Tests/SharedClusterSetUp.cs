using Gauntlet.EmbeddedCluster.Tests.Support;

[assembly: Parallelizable(ParallelScope.Fixtures)]

namespace Gauntlet.EmbeddedCluster.Tests;

[SetUpFixture]
internal sealed class SharedClusterSetUp
{
    [OneTimeTearDown]
    public Task StopAsync() => SharedCluster.StopAsync();
}
