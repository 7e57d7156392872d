using System.Net;
using System.Net.Sockets;
using Yarp.ReverseProxy.Forwarder;
using Gauntlet.EmbeddedCluster.Network;

namespace Gauntlet.EmbeddedCluster.Ingress;

/// <summary>Forwards requests to ready endpoints; a connection that fails is tried on the next endpoint, as nginx does.</summary>
/// <param name="mayConnect">Whether the controller's pod may connect to an endpoint.</param>
internal sealed class IngressProxy(IngressFollower follower, PodNetwork network, Func<IPEndPoint, bool> mayConnect) : IDisposable
{
    private const int Attempts = 3;
    private static readonly ForwarderRequestConfig RequestConfig = new() { ActivityTimeout = TimeSpan.FromSeconds(60) };
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        EnableMultipleHttp2Connections = true,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(60),
        ConnectCallback = async (connection, cancellationToken) =>
        {
            var wanted = new IPEndPoint(IPAddress.Parse(connection.DnsEndPoint.Host), connection.DnsEndPoint.Port);
            if (!mayConnect(wanted))
            {
                // Elsewhere its packets are dropped, and the connection times out.
                throw new SocketException((int)SocketError.TimedOut);
            }

            var target = network.Resolve(connection.DnsEndPoint.Host, connection.DnsEndPoint.Port);
            var socket = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(target, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    });
    private IHttpForwarder? _forwarder;

    public static void ConfigureServices(IServiceCollection services) => services.AddHttpForwarder();

    public void Start(IServiceProvider services) => _forwarder = services.GetRequiredService<IHttpForwarder>();

    public async Task HandleAsync(HttpContext context)
    {
        var route = follower.Routes.Find(context.Request.Host.Host, context.Request.Path.Value ?? "/");
        if (route is null)
        {
            await RefuseAsync(context, 404, "404 Not Found");
        }
        else if (route.RedirectToHttps && !context.Request.IsHttps)
        {
            context.Response.StatusCode = 308;
            context.Response.Headers.Location = $"https://{context.Request.Host.Host}{context.Request.Path}{context.Request.QueryString}";
        }
        else if (route.Endpoints.Count == 0)
        {
            await RefuseAsync(context, 503, "503 Service Temporarily Unavailable");
        }
        else
        {
            await ForwardAsync(context, route);
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task ForwardAsync(HttpContext context, Route route)
    {
        var repeatable = context.Request.ContentLength is null or 0 && !context.Request.Headers.ContainsKey("Transfer-Encoding");
        for (var attempt = 1; ; attempt++)
        {
            var (address, port) = route.Next();
            var error = await _forwarder!.SendAsync(context, $"http://{address}:{port}/", _client, RequestConfig, ProxyHeaders.Instance);
            var again = error is ForwarderError.Request or ForwarderError.RequestTimedOut && repeatable && attempt < Attempts
                && !context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested;
            if (!again)
            {
                return;
            }

            context.Response.Clear();
            route = follower.Routes.Find(context.Request.Host.Host, context.Request.Path.Value ?? "/") is { Endpoints.Count: > 0 } current ? current : route;
        }
    }

    private static Task RefuseAsync(HttpContext context, int code, string text)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = "text/html";
        return context.Response.WriteAsync(
            $"<html>\n<head><title>{text}</title></head>\n<body><center><h1>{text}</h1></center></body>\n</html>\n", context.RequestAborted);
    }

    private sealed class ProxyHeaders : HttpTransformer
    {
        public static readonly ProxyHeaders Instance = new();

        public override async ValueTask TransformRequestAsync(
            HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
        {
            await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
            var client = httpContext.Connection.RemoteIpAddress?.ToString();
            proxyRequest.Headers.Host = httpContext.Request.Host.Value;
            foreach (var (name, value) in new[]
            {
                ("X-Real-IP", client), ("X-Forwarded-For", client),
                ("X-Forwarded-Host", httpContext.Request.Host.Value), ("X-Forwarded-Proto", httpContext.Request.Scheme),
            })
            {
                proxyRequest.Headers.Remove(name);
                proxyRequest.Headers.TryAddWithoutValidation(name, value);
            }
        }
    }
}
