using System.Globalization;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Storage;
using Gauntlet.EmbeddedCluster.Network;

namespace Gauntlet.EmbeddedCluster.Kubelet;

/// <summary>Makes one probe. Null means success, a text says what failed, in the words of a kubelet.</summary>
internal sealed class Prober(PodNetwork network) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        PooledConnectionLifetime = TimeSpan.Zero,

        // A kubelet does not verify the certificate of an HTTPS probe either.
#pragma warning disable CA5359 // Do not disable certificate validation: the probe's contract
        SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
#pragma warning restore CA5359
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    public async Task<string?> ProbeAsync(JsonObject probe, JsonObject container, string podAddress, CancellationToken cancellationToken)
    {
        var limit = TimeSpan.FromSeconds(probe.Int(1, "timeoutSeconds"));
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(limit);
        try
        {
            return probe switch
            {
                _ when probe.Object("httpGet") is { } http => await HttpAsync(http, container, podAddress, deadline.Token),
                _ when probe.Object("tcpSocket") is { } tcp => await TcpAsync(tcp, container, podAddress, deadline.Token),
                _ => "the embedded cluster makes httpGet and tcpSocket probes only",
            };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"context deadline exceeded (probe timed out after {limit.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s)";
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<string?> HttpAsync(JsonObject http, JsonObject container, string podAddress, CancellationToken cancellationToken)
    {
        var scheme = http.Text("scheme") == "HTTPS" ? "https" : "http";
        var port = ContainerPorts.Number(http["port"], container);
        var path = http.Text("path") ?? "/";
        var shown = $"{scheme}://{http.Text("host") ?? podAddress}:{port}{path}";
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{scheme}://{network.Resolve(podAddress, port)}{path}");
            request.Headers.TryAddWithoutValidation("User-Agent", "kube-probe/1.35");
            foreach (var header in http.Objects("httpHeaders"))
            {
                request.Headers.TryAddWithoutValidation(header.Text("name") ?? "", header.Text("value"));
            }

            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var code = (int)response.StatusCode;
            return code is >= 200 and < 400 ? null : $"HTTP probe failed with statuscode: {code.ToString(CultureInfo.InvariantCulture)}";
        }
        catch (HttpRequestException refused)
        {
            var cause = refused.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused }
                ? $"dial tcp {podAddress}:{port}: connect: connection refused"
                : refused.Message;
            return $"Get \"{shown}\": {cause}";
        }
    }

    private async Task<string?> TcpAsync(JsonObject tcp, JsonObject container, string podAddress, CancellationToken cancellationToken)
    {
        var port = ContainerPorts.Number(tcp["port"], container);
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(network.Resolve(podAddress, port), cancellationToken);
            return null;
        }
        catch (SocketException)
        {
            return $"dial tcp {podAddress}:{port}: connect: connection refused";
        }
    }
}
