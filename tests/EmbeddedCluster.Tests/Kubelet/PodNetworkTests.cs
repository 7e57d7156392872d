using System.Net;
using Gauntlet.EmbeddedCluster.Network;

namespace Gauntlet.EmbeddedCluster.Tests.Kubelet;

internal sealed class PodNetworkTests
{
    private const int Port = 5678;

    /// <summary>Not the plain address: that may be a pod of another cluster by now.</summary>
    private static readonly IPEndPoint Nowhere = new(IPAddress.Loopback, 1);

    /// <summary>Two clusters whose networks are the same: both pods must start, and each cluster must find its own.</summary>
    [Test]
    public async Task Listen_ByTwoNetworksAtOnce_GivesEachASocketOfItsOwn()
    {
        using var start = new Barrier(2);
        var (one, other) = (new PodNetwork(), new PodNetwork());
        var address = one.NextAddress();
        for (var round = 0; round < 200; round++)
        {
            var sockets = await Task.WhenAll(new[] { one, other }.Select(network => Task.Run(() =>
            {
                start.SignalAndWait();
                return network.Listen(new IPEndPoint(IPAddress.Parse(address), Port));
            })));
            using var first = sockets[0];
            using var second = sockets[1];

            Assert.Multiple(() =>
            {
                Assert.That(first.LocalEndPoint, Is.Not.EqualTo(second.LocalEndPoint));
                Assert.That(one.Resolve(address, Port), Is.EqualTo(first.LocalEndPoint));
                Assert.That(other.Resolve(address, Port), Is.EqualTo(second.LocalEndPoint));
            });
        }
    }

    [Test]
    public void Resolve_OfASocketThatWasClosed_LeadsNowhere()
    {
        var network = new PodNetwork();
        var address = network.NextAddress();

        network.Listen(new IPEndPoint(IPAddress.Parse(address), Port)).Dispose();

        Assert.That(network.Resolve(address, Port), Is.EqualTo(Nowhere));
    }

    [Test]
    public void Resolve_OfAPodThatWasReleased_LeadsNowhere()
    {
        var network = new PodNetwork();
        var address = network.NextAddress();
        using var listener = network.Listen(new IPEndPoint(IPAddress.Parse(address), Port));

        network.Release(address);

        Assert.That(network.Resolve(address, Port), Is.EqualTo(Nowhere));
    }
}
