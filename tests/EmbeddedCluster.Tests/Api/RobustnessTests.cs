using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Gauntlet.EmbeddedCluster.Tests.Support;

namespace Gauntlet.EmbeddedCluster.Tests.Api;

/// <summary>Whatever is sent to the API server, it answers the next request.</summary>
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[CancelAfter(120_000)]
internal sealed class RobustnessTests
{
    private const int Seed = 20_261_123;
    private TestCluster _cluster = null!;

    [SetUp]
    public async Task SetUpAsync() => _cluster = await SharedCluster.GetAsync();

    [TearDown]
    public async Task StillServesAsync()
    {
        using var response = await _cluster.Http.GetAsync($"{_cluster.Endpoint.ApiServer}/api/v1/namespaces/default");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Create_TenMegabytes_IsTooLargeAndSaysTheLimit(CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(new byte[10 * 1024 * 1024]);
        content.Headers.ContentType = new("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{_cluster.Endpoint.ApiServer}/api/v1/namespaces/default/configmaps")
        {
            Content = content,
        };
        request.Headers.ExpectContinue = true;

        using var response = await _cluster.Http.SendAsync(request, cancellationToken);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
        Assert.That(await response.Content.ReadAsStringAsync(cancellationToken), Does.Contain("limit is 3145728"));
    }

    [Test]
    public async Task Connect_RandomBytesInsteadOfTls_IsClosed(CancellationToken cancellationToken)
    {
        var random = new Random(Seed);
        for (var round = 0; round < 20; round++)
        {
            using var client = await ConnectAsync(cancellationToken);
            var bytes = new byte[random.Next(1, 4_000)];
            random.NextBytes(bytes);
            var stream = client.GetStream();
            await stream.WriteAsync(bytes, cancellationToken);
            client.Client.Shutdown(SocketShutdown.Send);

            Assert.That(await DrainAsync(stream, cancellationToken), Is.LessThan(1_000), "at most a TLS alert comes back");
        }
    }

    [Test]
    public async Task Connect_TruncatedTlsHello_IsClosed(CancellationToken cancellationToken)
    {
        using var client = await ConnectAsync(cancellationToken);

        // The head of a TLS record that announces 512 bytes, and six of them.
        var stream = client.GetStream();
        await stream.WriteAsync(new byte[] { 0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03 }, cancellationToken);
        client.Client.Shutdown(SocketShutdown.Send);

        Assert.That(await DrainAsync(stream, cancellationToken), Is.LessThan(1_000));
    }

    [Test]
    public async Task Request_RandomBytesInsideTls_IsBadRequestOrClosed(CancellationToken cancellationToken)
    {
        var random = new Random(Seed);
        for (var round = 0; round < 10; round++)
        {
            using var client = await ConnectAsync(cancellationToken);
            await using var tls = new SslStream(client.GetStream(), false, (_, _, _, _) => true);
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions { TargetHost = "localhost", EnabledSslProtocols = SslProtocols.None }, cancellationToken);
            var bytes = new byte[random.Next(1, 2_000)];
            random.NextBytes(bytes);

            Assert.That(await AskAsync(tls, [.. bytes, .. "\r\n\r\n"u8], cancellationToken), Is.Empty.Or.StartsWith("HTTP/1.1 400"));
        }
    }

    [Test]
    public async Task Create_RandomAndMutatedBodies_AreNeverAServerError(CancellationToken cancellationToken)
    {
        var random = new Random(Seed);
        var good = Encoding.UTF8.GetBytes(Manifest.Deployment("default", "mutant").ToJsonString());
        for (var round = 0; round < 200; round++)
        {
            var bytes = (byte[])good.Clone();
            for (var change = 0; change < 1 + (round % 8); change++)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            using var content = new ByteArrayContent(bytes);
            content.Headers.ContentType = new("application/json");
            using var response = await _cluster.Http.PostAsync(
                $"{_cluster.Endpoint.ApiServer}/apis/apps/v1/namespaces/default/deployments?dryRun=All", content, cancellationToken);

            Assert.That((int)response.StatusCode, Is.LessThan(500), $"round {round}: {Encoding.Latin1.GetString(bytes)}");
        }
    }

    private async Task<TcpClient> ConnectAsync(CancellationToken cancellationToken)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, new Uri(_cluster.Endpoint.ApiServer).Port, cancellationToken);
        return client;
    }

    private static async Task<int> DrainAsync(Stream stream, CancellationToken cancellationToken)
    {
        var (total, buffer) = (0, new byte[4_096]);
        try
        {
            int read;
            while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
            {
                total += read;
            }
        }
        catch (IOException)
        {
            // Reset: closed all the same.
        }

        return total;
    }

    private static async Task<string> AskAsync(SslStream stream, byte[] request, CancellationToken cancellationToken)
    {
        try
        {
            await stream.WriteAsync(request, cancellationToken);
            await stream.ShutdownAsync();
            using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
            return await reader.ReadToEndAsync(cancellationToken);
        }
        catch (IOException)
        {
            // The server closed before it had read everything.
            return "";
        }
    }
}
