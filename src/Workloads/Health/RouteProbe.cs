using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using Gauntlet.Workloads.Routing;

namespace Gauntlet.Workloads.Health;

/// <summary>An answer that is not the expected one.</summary>
/// <param name="What">What came instead.</param>
/// <param name="Connected">False where nobody listens.</param>
internal sealed record WrongAnswer(string What, bool Connected);

/// <summary>Asks one route of the ingress once, and says whether the answer is the expected one.</summary>
internal sealed class RouteProbe : IDisposable
{
    private const int MostBody = 64 * 1024;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);
    private readonly HttpClient _client;
    private readonly string _scheme;

    public RouteProbe(IPEndPoint ingress, bool tls)
    {
        _scheme = tls ? "https" : "http";
        _client = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(ingress.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                try
                {
                    await socket.ConnectAsync(ingress, cancellation).ConfigureAwait(false);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
#pragma warning disable CA5359 // Do not disable certificate validation: the controller's certificate is self-signed; the report says that it is not verified.
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, _, _, _) => true },
#pragma warning restore CA5359
        })
        {
            Timeout = Timeout,
            MaxResponseContentBufferSize = MostBody,
        };
    }

    /// <summary>Null when the answer is as expected, else what was answered.</summary>
    public async Task<WrongAnswer?> AskAsync(Route route, CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{_scheme}://{route.Host}{route.Path}");
            request.Headers.UserAgent.Add(new ProductInfoHeaderValue("gauntlet", "1"));
            using var response = await _client.SendAsync(request, cancellation).ConfigureAwait(false);
            if ((int)response.StatusCode != route.ExpectedStatus)
            {
                return new WrongAnswer($"status {(int)response.StatusCode} where {route.ExpectedStatus} is expected", Connected: true);
            }

            var body = await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
            return route.ExpectedBody is null || body == route.ExpectedBody
                ? null
                : new WrongAnswer($"body '{Excerpt(body)}' where '{Excerpt(route.ExpectedBody)}' is expected", Connected: true);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return e is OperationCanceledException
                ? new WrongAnswer($"no answer within {Timeout.TotalSeconds:0} s", Connected: true)
                : new WrongAnswer(e.Message, Connected: (e as HttpRequestException)?.HttpRequestError != HttpRequestError.ConnectionError);
        }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>The start of a body, its line feeds visible: they count.</summary>
    private static string Excerpt(string text) => (text.Length > 40 ? text[..40] + "..." : text).Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
