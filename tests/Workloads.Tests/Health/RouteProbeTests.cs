using System.Net;
using System.Net.Sockets;
using System.Text;
using Gauntlet.Workloads.Health;
using Gauntlet.Workloads.Routing;

namespace Gauntlet.Workloads.Tests.Health;

[CancelAfter(120_000)]
public sealed class RouteProbeTests
{
    /// <summary>Only a body that somebody expects is read, and of it no more than tells.</summary>
    [TestCase(1_000_000, null, null)]
    [TestCase(1_000_000, 1_000_000, null)]
    [TestCase(1_000_000, 999_999, "is expected")]
    [TestCase(999_999, 1_000_000, "is expected")]
    [TestCase(0, 0, null)]
    [TestCase(5, 0, "body 'xxxxx' where '' is expected")]
    public async Task AskAsync_PageOfAnyLength_IsJudgedByWhatIsExpected(int length, int? expected, string? wrong, CancellationToken cancellation)
    {
        var answer = await AskAsync(
            $"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{new string('x', length)}", expected is { } count ? new string('x', count)
            : null, cancellation);

        Assert.That(answer?.What, wrong is null ? Is.Null : Does.Contain(wrong));
    }

    [Test]
    public async Task AskAsync_AnotherStatus_IsWrong(CancellationToken cancellation)
    {
        var answer = await AskAsync("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", null, cancellation);

        Assert.That(answer, Is.EqualTo(new WrongAnswer("status 503 where 200 is expected", Connected: true)));
    }

    [TestCase("https://foo.localhost/", "status 308 to https (set gauntlet/expect-status on its Service, or nginx.ingress.kubernetes.io/ssl-redirect: "
        + "\"false\" on its Ingress) where 200 is expected")]
    [TestCase("/login", "status 308 to /login (set gauntlet/expect-status on its Service, or gauntlet/path to what answers) where 200 is expected")]
    public async Task AskAsync_RedirectThatNobodyExpects_SaysWhereItLeadsAndWhatToDo(string target, string what, CancellationToken cancellation)
    {
        var answer = await AskAsync(
            $"HTTP/1.1 308 Permanent Redirect\r\nLocation: {target}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", null, cancellation);

        Assert.That(answer, Is.EqualTo(new WrongAnswer(what, Connected: true)));
    }

    private static async Task<WrongAnswer?> AskAsync(string response, string? body, CancellationToken cancellation)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener, Encoding.ASCII.GetBytes(response), cancellation);
        using var probe = new RouteProbe((IPEndPoint)listener.LocalEndpoint, tls: false, value => value);
        var answer = await probe.AskAsync(new Route("foo", "foo.localhost", "/", "echo/foo", 200, body), cancellation);
        await serving;
        return answer;
    }

    /// <summary>Answers one request; the client need not read all of it.</summary>
    private static async Task ServeAsync(TcpListener listener, byte[] response, CancellationToken cancellation)
    {
        using var client = await listener.AcceptTcpClientAsync(cancellation);
        await using var stream = client.GetStream();
        _ = await stream.ReadAsync(new byte[4096], cancellation);
        try
        {
            await stream.WriteAsync(response, cancellation);
        }
        catch (IOException)
        {
            // The client knew enough.
        }
    }
}
