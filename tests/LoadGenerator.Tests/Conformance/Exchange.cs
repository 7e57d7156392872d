using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Gauntlet.LoadGenerator.Tests.Conformance;

/// <summary>One request as the scripted server got it.</summary>
internal sealed class Exchange(Socket socket, int connection, int onConnection, int number, string head, CancellationToken stop)
{
    public const string Pong = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npong";

    public int Connection => connection;

    /// <summary>Number of the request on its connection, from 1.</summary>
    public int OnConnection => onConnection;

    /// <summary>Number of the request on the server, from 1.</summary>
    public int Number => number;

    public string Head => head;

    public string Body { get; set; } = "";

    public int ContentLength =>
        head.Split("\r\n").Where(line => line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase))
            .Select(line => int.Parse(line.AsSpan(16), CultureInfo.InvariantCulture)).FirstOrDefault();

    public async Task<bool> ReplyAsync(string response, bool keep = true)
    {
        await socket.SendAsync(Encoding.Latin1.GetBytes(response), stop);
        return keep;
    }

    /// <summary>Sends every byte in a packet of its own.</summary>
    public async Task<bool> DribbleAsync(string response)
    {
        foreach (var one in Encoding.Latin1.GetBytes(response))
        {
            await socket.SendAsync(new[] { one }, stop);
            await Task.Yield();
        }

        return true;
    }

    /// <summary>Ends the connection with a reset instead of an end of stream.</summary>
    public Task<bool> ResetAsync()
    {
        socket.LingerState = new LingerOption(enable: true, 0);
        socket.Close();
        return Task.FromResult(false);
    }

    public async Task<bool> NeverAnswerAsync()
    {
        await Task.Delay(Timeout.Infinite, stop);
        return false;
    }
}
