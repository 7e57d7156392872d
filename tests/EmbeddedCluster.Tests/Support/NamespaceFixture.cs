namespace Gauntlet.EmbeddedCluster.Tests.Support;

/// <summary>Tests in a namespace of their own on the shared cluster.</summary>
internal abstract class NamespaceFixture
{
    protected TestCluster Cluster { get; private set; } = null!;

    protected string Space { get; private set; } = "";

    [SetUp]
    public async Task SetUpAsync()
    {
        Cluster = await SharedCluster.GetAsync();
        Space = await Cluster.CreateNamespaceAsync();
    }
}
