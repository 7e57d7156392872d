using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gauntlet.Metrics.Recording;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Gauntlet.LoadGenerator.Tests.Portable;

/// <summary>What only the portable engine speaks, against Kestrel.</summary>
[CancelAfter(120_000)]
internal sealed class SecureAndHttp2Tests
{
    [TestCase("https", false, "HTTP/1.1")]
    [TestCase("http", true, "HTTP/2")]
    [TestCase("https", true, "HTTP/2")]
    public async Task Run_Protocol_IsSpoken(string scheme, bool http2, string protocol)
    {
        await using var server = await StartAsync(http2 ? HttpProtocols.Http2 : HttpProtocols.Http1, isTls: scheme == "https");
        var port = new Uri(server.Urls.Single()).Port;
        var route = new LoadRoute
        {
            Name = "echo",
            Host = "echo.test",
            Scheme = scheme,
            ExpectedBody = System.Text.Encoding.ASCII.GetBytes($"{protocol} echo.test"),
        };

        var run = await LoadRunner.RunAsync(
            Options() with { Http2 = http2 }, [route], new LoadTarget(IPAddress.Loopback, port, port),
            null, null, TestContext.CurrentContext.CancellationToken);

        Assert.That(run.Setup.Engine, Is.EqualTo("portable"));
        Assert.That(run.Totals.Completed, Is.EqualTo(20));
    }

    [Test]
    public async Task Run_NoTlsBehindThePort_IsATlsFailure()
    {
        await using var http = await StartAsync(HttpProtocols.Http1, isTls: false);
        var port = new Uri(http.Urls.Single()).Port;

        var run = await LoadRunner.RunAsync(
            Options() with { Requests = 2 }, [new LoadRoute { Name = "echo", Host = "echo.test", Scheme = "https" }],
            new LoadTarget(IPAddress.Loopback, port, port), null, null, TestContext.CurrentContext.CancellationToken);

        Assert.That(run.Recorded.Routes[0].Outcomes[(int)Outcome.Tls], Is.EqualTo(2));
    }

    private static LoadOptions Options() =>
        new() { Model = LoadModel.Closed, Requests = 20, Connections = 2, Threads = 1, WarmUp = WarmUp.Of(0), Timeout = TimeSpan.FromMinutes(1) };

    private static async Task<WebApplication> StartAsync(HttpProtocols protocols, bool isTls)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = protocols;
            if (isTls)
            {
                listen.UseHttps(Certificate());
            }
        }));
        var server = builder.Build();
        server.Run(context => context.Response.WriteAsync($"{context.Request.Protocol} {context.Request.Host.Host}"));
        await server.StartAsync();
        return server;
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=echo.test", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(120)); // nobody verifies it
    }
}
