using System.Net.Sockets;
using System.Security.Authentication;
using Gauntlet.LoadGenerator.Portable;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.LoadGenerator.Tests.Portable;

internal sealed class FailureKindTests
{
    private static readonly TestCaseData[] Errors =
    [
        new(new HttpRequestException(HttpRequestError.NameResolutionError), Outcome.Dns),
        new(new HttpRequestException("no such host", new SocketException((int)SocketError.HostNotFound)), Outcome.Dns),
        new(new HttpRequestException("refused", new SocketException((int)SocketError.ConnectionRefused)), Outcome.ConnectRefused),
        new(new HttpRequestException("late", new SocketException((int)SocketError.TimedOut)), Outcome.ConnectTimeout),
        new(new HttpRequestException("handshake", new AuthenticationException()), Outcome.Tls),
        new(new HttpIOException(HttpRequestError.ResponseEnded), Outcome.EndOfStream),
        new(new HttpRequestException("gone", new IOException("gone", new SocketException((int)SocketError.ConnectionReset))), Outcome.Reset),
        new(new HttpRequestException(HttpRequestError.InvalidResponse), Outcome.Malformed),
    ];

    [TestCaseSource(nameof(Errors))]
    public void Of_ErrorOfTheHandler_IsItsOutcome(Exception error, Outcome outcome) => Assert.That(FailureKind.Of(error), Is.EqualTo(outcome));
}
