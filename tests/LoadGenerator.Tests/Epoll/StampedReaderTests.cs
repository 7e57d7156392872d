using System.Net;
using System.Net.Sockets;
using Gauntlet.LoadGenerator.Epoll;
using Gauntlet.LoadGenerator.Running;

namespace Gauntlet.LoadGenerator.Tests.Epoll;

[TestFixture]
[Platform("Linux")]
internal sealed class StampedReaderTests
{
    [Test]
    public void Receive_BytesThatWaited_TellsWhenTheyCameAndNotWhenTheyAreRead()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        client.Connect(listener.LocalEndPoint!);
        using var server = listener.Accept();
        using var reader = new StampedReader();
        var socket = (int)client.Handle;
        StampedReader.Prepare(socket);
        byte[] buffer = new byte[16];
        long at = 0, sent = 0, came = 0, read = 0;

        // The kernel begins to note a moment after it is asked to.
        for (var tries = 0; at == 0 && tries < 10_000; tries++)
        {
            sent = Clock.Now();
            server.Send("pong"u8);
            client.Poll(TimeSpan.FromSeconds(10), SelectMode.SelectRead);
            came = Clock.Now();
            Assert.That(reader.Receive(socket, buffer, out at), Is.EqualTo(4));
            read = Clock.Now();
        }

        Assume.That(at, Is.Positive, "this kernel notes nothing");
        Assert.That(buffer[..4], Is.EqualTo("pong"u8.ToArray()));
        Assert.That(at, Is.InRange(sent - (read - came), came + (read - came))); // two clocks are compared, as exactly as the call is short
    }

    [Test]
    public void Receive_EndOfTheStream_HasNoTime()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        client.Connect(listener.LocalEndPoint!);
        using var reader = new StampedReader();
        StampedReader.Prepare((int)client.Handle);
        listener.Accept().Dispose();

        Assert.That(client.Poll(TimeSpan.FromSeconds(10), SelectMode.SelectRead), Is.True);
        Assert.That(reader.Receive((int)client.Handle, new byte[16], out var at), Is.Zero);
        Assert.That(at, Is.Zero);
    }
}
