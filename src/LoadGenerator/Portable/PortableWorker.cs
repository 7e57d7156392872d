using System.Net;
using System.Net.Security;
using Gauntlet.LoadGenerator.Http;
using Gauntlet.LoadGenerator.Running;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.LoadGenerator.Portable;

/// <summary>One connection's worth of load: a handler with one connection, and the request it is busy with.</summary>
internal sealed class PortableWorker : IDisposable
{
    private readonly LoopContext _context;
    private readonly IPlatform _platform;
    private readonly HttpMessageInvoker _http;
    private readonly BodyCheck _body = new();
    private readonly SentRequest _request = new();
    private readonly byte[] _buffer = new byte[16 * 1024];
    private CancellationTokenSource _deadline;
    private int _requests;
    private WatchedStream? _connection;
    private bool _connecting;
    private bool _isIdempotent;
    private bool _isLost;

    public PortableWorker(LoopContext context, IPlatform platform)
    {
        _context = context;
        _platform = platform;
        _deadline = NewDeadline();
        _http = new HttpMessageInvoker(NewHandler());
    }

    /// <summary>The last request was written twice: nothing of the first time was taken, because the server had closed the idle connection.</summary>
    public bool WasRetried { get; private set; }

    /// <summary>When the last request ended.</summary>
    public long EndedAt { get; private set; }

    /// <summary>Sends a request and reads its response to the end.</summary>
    public async Task<Ending> SendAsync(Arrival arrival, long started)
    {
        (WasRetried, _connecting, _isLost) = (false, false, false);
        _request.Begin();
        var route = _context.Bytes[arrival.Route];
        var status = 0;
        _isIdempotent = route.IsIdempotent;
        _body.Begin(route.ExpectedBody);
        if (!_deadline.TryReset())
        {
            _deadline.Dispose();
            _deadline = NewDeadline();
        }

        try
        {
            _deadline.CancelAfter(_context.Options.Timeout);
            using var stop = _context.Stop.UnsafeRegister(static deadline => ((CancellationTokenSource)deadline!).Cancel(), _deadline);
            using var response = await _http.SendAsync(NewRequest(_context.Routes[arrival.Route]), _deadline.Token).ConfigureAwait(false);
            status = (int)response.StatusCode;
            await ReadAsync(response).ConfigureAwait(false);
            EndedAt = _platform.Now();
            CloseUnlessKept(response);
            var outcome = status != route.ExpectedStatus ? Outcome.Status : _body.Matches ? Outcome.Success : Outcome.WrongBody;
            return outcome == Outcome.Success ? new Ending(outcome) : Failed(arrival, outcome, status, detail: null);
        }
        catch (OperationCanceledException)
        {
            EndedAt = started + Clock.From(_context.Options.Timeout);
            return _context.Stop.IsCancellationRequested
                ? default
                : Failed(arrival, _connecting ? Outcome.ConnectTimeout : Outcome.Timeout, status, detail: null);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            EndedAt = _platform.Now();
            return LocalLimit.Of(error) is { } lack && !_isLost
                ? new Ending(null, lack)
                : Failed(arrival, _isLost ? _request.Lost ?? Outcome.Reset : FailureKind.Of(error), status, error.Message);
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _deadline.Dispose();
    }

    private CancellationTokenSource NewDeadline() => new(Timeout.InfiniteTimeSpan, _platform.Timers);

    private Ending Failed(in Arrival arrival, Outcome outcome, int status, string? detail)
    {
        _context.Failures.Add(arrival, EndedAt, outcome, status, _body.Excerpt, detail);
        return new Ending(outcome);
    }

    /// <summary>
    /// Neither side uses the connection any more when one of them said so, or the server is of HTTP/1.0: the handler would wait for the server to close it,
    /// and might send before it sees that.
    /// </summary>
    private void CloseUnlessKept(HttpResponseMessage response)
    {
        var isOld = response.Version == HttpVersion.Version10 && !response.Headers.Connection.Contains("keep-alive", StringComparer.OrdinalIgnoreCase);
        if (isOld || response.RequestMessage?.Headers.ConnectionClose == true)
        {
            _connection?.Dispose();
        }
    }

    private async Task ReadAsync(HttpResponseMessage response)
    {
        var stream = await response.Content.ReadAsStreamAsync(_deadline.Token).ConfigureAwait(false);
        await using var _ = stream.ConfigureAwait(false);
        while (await stream.ReadAsync(_buffer, _deadline.Token).ConfigureAwait(false) is > 0 and var read)
        {
            _body.Take(_buffer.AsSpan(0, read));
        }
    }

    private HttpRequestMessage NewRequest(LoadRoute route)
    {
        // The pool is keyed by this URI, so all hosts share the connection; with TLS the server name is the Host header's, and so is the key.
        var target = _context.Target;
        var authority = new IPEndPoint(target.Address, route.IsTls ? target.TlsPort : target.Port);
        var request = new HttpRequestMessage(new HttpMethod(route.Method), $"{route.Scheme}://{authority}{route.Path}")
        {
            Version = _context.Options.Http2 ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.Host = route.Host;
        if (route.Body.Length > 0 || route.Method is "POST" or "PUT" or "PATCH")
        {
            request.Content = new ReadOnlyMemoryContent(route.Body);
        }

        foreach (var (name, value) in route.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                (request.Content ??= new ByteArrayContent([])).Headers.TryAddWithoutValidation(name, value);
            }
        }

        var reuse = _context.Options.Reuse.RequestsPerConnection;
        request.Headers.ConnectionClose = ++_requests % reuse == 0 ? true : null;
        return request;
    }

    private SocketsHttpHandler NewHandler() => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
        MaxConnectionsPerServer = 1,
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        SslOptions = new SslClientAuthenticationOptions
        {
#pragma warning disable CA5359 // "do not disable certificate validation": the ingress of a test cluster signs its own, and every report says so.
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
#pragma warning restore CA5359
        },
        ConnectCallback = ConnectAsync,
    };

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext connection, CancellationToken cancellation)
    {
        // The handler sends a request again whenever its connection is lost before an answer. The server may have read it then: only one that no connection
        // took a byte of goes out again, and if twice is as good as once. (HTTP/2 has the server's word for what it did not read.)
        if (!_context.Options.Http2 && (_request.IsTaken || (_request.IsTried && !_isIdempotent)))
        {
            _isLost = true;
            throw new IOException("the connection was lost after the request was sent on it");
        }

        WasRetried |= _request.IsTried;
        _connecting = true;
        _requests = 1;
        var socket = await _platform.ConnectAsync(new IPEndPoint(_context.Target.Address, connection.DnsEndPoint.Port), cancellation).ConfigureAwait(false);
        _connecting = false;
        return _connection = new WatchedStream(socket, _request);
    }
}

/// <summary>How a request of a worker ended.</summary>
/// <param name="Outcome">Null when it did not: the run was stopped, or it was never sent.</param>
/// <param name="Lack">What this machine lacked to send it, in words; null otherwise.</param>
internal readonly record struct Ending(Outcome? Outcome, string? Lack = null);
