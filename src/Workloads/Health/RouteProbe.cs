using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Gauntlet.Workloads.Routing;

namespace Gauntlet.Workloads.Health;

/// <summary>An answer that is not the expected one.</summary>
/// <param name="What">What came instead.</param>
/// <param name="Connected">False where nobody listens.</param>
internal sealed record WrongAnswer(string What, bool Connected);

/// <summary>Asks one route of the ingress once, and says whether the answer is the expected one.</summary>
internal sealed class RouteProbe : IDisposable
{
    private const int MostExcerpt = 40;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);
    private readonly HttpClient _client;
    private readonly bool _tls;
    private readonly Func<string, string> _headerValue;

    /// <param name="headerValue">The value of a header, from what the manifest has for it.</param>
    public RouteProbe(IPEndPoint ingress, bool tls, Func<string, string> headerValue)
    {
        (_tls, _headerValue) = (tls, headerValue);
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
            // Its own ends with the headers; a body that never ends has to be given up as well.
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Null when the answer is as expected, else what was answered.</summary>
    public async Task<WrongAnswer?> AskAsync(Route route, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(Timeout);
        try
        {
            using var request = NewRequest(route);
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token).ConfigureAwait(false);
            if (IsWrong((int)response.StatusCode, route))
            {
                return new WrongAnswer($"status {(int)response.StatusCode}{Target(response)} where {route.ExpectedStatus} is expected", Connected: true);
            }

            if (route.ExpectedStatus != (int)response.StatusCode)
            {
                return null;
            }

            var wrong = route.ExpectedBody is null ? null : await CompareAsync(response.Content, route.ExpectedBody, deadline.Token).ConfigureAwait(false);
            return wrong is null || !route.HasSecret
                ? wrong
                : new WrongAnswer("another body than the expected one (not shown: the request has a secret header, which it may repeat)", Connected: true);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return e is OperationCanceledException
                ? new WrongAnswer($"no answer within {Timeout.TotalSeconds:0} s", Connected: true)
                : new WrongAnswer(e.Message, Connected: (e as HttpRequestException)?.HttpRequestError != HttpRequestError.ConnectionError);
        }
    }

    public void Dispose() => _client.Dispose();

    private HttpRequestMessage NewRequest(Route route)
    {
        var request = new HttpRequestMessage(new HttpMethod(route.Method), $"{(_tls ? "https" : "http")}://{route.Host}{route.Path}");
        if (route.Body is not null || route.Method is "POST" or "PUT" or "PATCH")
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(route.Body ?? ""));
        }

        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("gauntlet", "1"));
        foreach (var (name, value) in route.Headers)
        {
            request.Headers.Remove(name);
            if (!request.Headers.TryAddWithoutValidation(name, _headerValue(value)))
            {
                (request.Content ??= new ByteArrayContent([])).Headers.TryAddWithoutValidation(name, _headerValue(value));
            }
        }

        return request;
    }

    /// <summary>A route that is expected to be redirected over HTTP leads somewhere over HTTPS, and nobody says to what answer.</summary>
    private bool IsWrong(int status, Route route) => _tls && route.ExpectedStatus is >= 300 and < 400 ? status >= 500 : status != route.ExpectedStatus;

    /// <summary>Where a redirect leads, and what to do about one that nobody expects.</summary>
    private string Target(HttpResponseMessage response)
    {
        if ((int)response.StatusCode is < 300 or >= 400 || response.Headers.Location is not { } target)
        {
            return "";
        }

        return !_tls && target.IsAbsoluteUri && target.Scheme == Uri.UriSchemeHttps
            ? " to https (set gauntlet/expect-status on its Service, or nginx.ingress.kubernetes.io/ssl-redirect: \"false\" on its Ingress)"
            : $" to {Excerpt(target.ToString())} (set gauntlet/expect-status on its Service, or gauntlet/path to what answers)";
    }

    /// <summary>Reads no more of a body than tells that it is another one, and what is shown of it.</summary>
    private static async Task<WrongAnswer?> CompareAsync(HttpContent content, string expected, CancellationToken cancellation)
    {
        var wanted = Encoding.UTF8.GetBytes(expected);
        var buffer = new byte[Math.Max(wanted.Length, MostExcerpt) + 1];
        var stream = await content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
            return wanted.AsSpan().SequenceEqual(buffer.AsSpan(0, read))
                ? null
                : new WrongAnswer($"body '{Excerpt(Encoding.UTF8.GetString(buffer, 0, read))}' where '{Excerpt(expected)}' is expected", Connected: true);
        }
    }

    /// <summary>The start of a body, its line feeds visible: they count.</summary>
    private static string Excerpt(string text) =>
        (text.Length > MostExcerpt ? text[..MostExcerpt] + "..." : text).Replace("\r", "\\r", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);
}
