using Gauntlet.EmbeddedCluster.Tests.Support;

namespace Gauntlet.EmbeddedCluster.Tests.Parity;

/// <summary>The embedded cluster against what is recorded of KinD.</summary>
[CancelAfter(120_000)]
internal sealed class RecordedParityTests
{
    [Test]
    public async Task Scenario_OnTheEmbeddedCluster_HasTheTransitionsOfKinD(CancellationToken cancellationToken)
    {
        await using var embedded = await TestCluster.StartAsync();
        using var client = new ClusterClient(embedded.Endpoint.Kubeconfig);

        var actual = await Scenario.PlayAsync(client, cancellationToken);

        var expected = await Recording.ReadAsync(cancellationToken);
        Assert.That(actual, Is.EqualTo(expected), () => Recording.Difference(expected, actual));
    }
}
