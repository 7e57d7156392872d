using System.Net;
using System.Net.Sockets;
using Gauntlet.EmbeddedCluster.Ingress;

namespace Gauntlet.EmbeddedCluster.Tests.Ingress;

internal sealed class IngressPortsTests
{
    [Test]
    public void Choose_APortThatIsTaken_TakesAFreeOneAndSaysSo()
    {
        using var taken = Listener();
        var port = ((IPEndPoint)taken.LocalEndPoint!).Port;

        using var ports = IngressPorts.Choose(port, 0);

        Assert.That(ports.Http.Endpoint.Port, Is.Not.EqualTo(port));
        Assert.That(
            ports.Notes,
            Is.EqualTo(new[] { $"port {port} is taken or needs more rights: the ingress answers HTTP on port {ports.Http.Endpoint.Port} instead" }));
    }

    [Test]
    public async Task Take_GivesTheKeptPort_WhichRefusedConnectionsTillThen()
    {
        using var ports = IngressPorts.Choose(0, 0);
        Assert.That(await ConnectsAsync(ports.Http.Endpoint), Is.False);

        using var socket = ports.Take(ports.Http.Endpoint)!;
        socket.Listen();

        Assert.That(socket.LocalEndPoint, Is.EqualTo(ports.Http.Endpoint));
        Assert.That(await ConnectsAsync(ports.Http.Endpoint), Is.True);
        Assert.That(await ConnectsAsync(ports.Https.Endpoint), Is.False);
    }

    [Test]
    public void Take_AfterAControllerEnded_GivesTheSamePortAgain()
    {
        using var ports = IngressPorts.Choose(0, 0);
        ports.Take(ports.Https.Endpoint)!.Dispose();

        using var again = ports.Take(ports.Https.Endpoint)!;

        Assert.That(again.LocalEndPoint, Is.EqualTo(ports.Https.Endpoint));
    }

    [Test]
    public void Take_OfAnyOtherEndpoint_IsNull()
    {
        using var ports = IngressPorts.Choose(0, 0);

        Assert.That(ports.Take(new IPEndPoint(IPAddress.Loopback, 1)), Is.Null);
    }

    private static Socket Listener()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        return socket;
    }

    private static async Task<bool> ConnectsAsync(IPEndPoint endpoint)
    {
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await client.ConnectAsync(endpoint);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
