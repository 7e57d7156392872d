using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gauntlet.LoadGenerator.Tests.Conformance;

/// <summary>A server on a free port that answers the n-th request of the m-th connection as a script says.</summary>
internal sealed class ScriptedServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<Exchange, Task<bool>> _script;
    private readonly CancellationTokenSource _stop = new();
    private int _connections;
    private int _requests;

    /// <param name="script">Answers a request; false closes the connection.</param>
    public ScriptedServer(Func<Exchange, Task<bool>> script)
    {
        _script = script;
        _listener.Start(1_024);
        _ = AcceptAsync();
    }

    public LoadTarget Target => new(IPAddress.Loopback, ((IPEndPoint)_listener.LocalEndpoint).Port);

    public int Connections => Volatile.Read(ref _connections);

    public int Requests => Volatile.Read(ref _requests);

    /// <summary>A server that gives every request the same bytes.</summary>
    public static ScriptedServer Always(string response) => new(exchange => exchange.ReplyAsync(response));

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                _ = ServeAsync(await _listener.AcceptSocketAsync(_stop.Token), Interlocked.Increment(ref _connections));
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return; // the test is over
            }
        }
    }

    private async Task ServeAsync(Socket socket, int connection)
    {
        using var _ = socket;
        socket.NoDelay = true;
        var buffer = new byte[64 * 1024];
        var filled = 0;
        var request = 0;
        try
        {
            while (true)
            {
                var end = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
                if (end < 0)
                {
                    var received = await socket.ReceiveAsync(buffer.AsMemory(filled), _stop.Token);
                    if (received == 0)
                    {
                        return;
                    }

                    filled += received;
                    continue;
                }

                var head = Encoding.Latin1.GetString(buffer, 0, end + 2);
                var exchange = new Exchange(socket, connection, ++request, Interlocked.Increment(ref _requests), head, _stop.Token);
                var body = exchange.ContentLength;
                while (filled < end + 4 + body)
                {
                    filled += await socket.ReceiveAsync(buffer.AsMemory(filled), _stop.Token);
                }

                exchange.Body = Encoding.Latin1.GetString(buffer, end + 4, body);
                buffer.AsSpan((end + 4 + body)..filled).CopyTo(buffer);
                filled -= end + 4 + body;
                if (!await _script(exchange))
                {
                    return;
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // the client or the test is gone
        }
    }
}
