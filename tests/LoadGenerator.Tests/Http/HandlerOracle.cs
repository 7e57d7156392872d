using System.Text;

namespace Gauntlet.LoadGenerator.Tests.Http;

/// <summary>A response as its reader understood it.</summary>
internal sealed record Answer(int Status, string Body)
{
    public static Answer Of(int status, ReadOnlySpan<byte> body) => new(status, Encoding.Latin1.GetString(body));
}

/// <summary>Reads a response with SocketsHttpHandler over an in-memory connection.</summary>
internal static class HandlerOracle
{
    /// <summary>What the handler made of the bytes; null when it refused them.</summary>
    public static async Task<Answer?> ReadAsync(byte[] response)
    {
        using var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ConnectCallback = (_, _) => ValueTask.FromResult<Stream>(new CannedStream(response)),
        };
        using var http = new HttpMessageInvoker(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://in.memory/");
        try
        {
            using var answer = await http.SendAsync(request, CancellationToken.None);
            var body = await answer.Content.ReadAsByteArrayAsync();
            return Answer.Of((int)answer.StatusCode, body);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return null;
        }
    }

    private sealed class CannedStream(byte[] response) : MemoryStream(response, writable: false)
    {
        public override bool CanWrite => true;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;
    }
}
