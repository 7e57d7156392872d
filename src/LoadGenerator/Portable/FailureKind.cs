using System.Net.Sockets;
using System.Security.Authentication;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.LoadGenerator.Portable;

/// <summary>The outcome that an exception of SocketsHttpHandler stands for.</summary>
internal static class FailureKind
{
    public static Outcome Of(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case AuthenticationException:
                    return Outcome.Tls;
                case SocketException socket:
                    return Of(socket.SocketErrorCode);
            }
        }

        var kind = (error as HttpRequestException)?.HttpRequestError ?? (error as HttpIOException)?.HttpRequestError ?? HttpRequestError.Unknown;
        return kind switch
        {
            HttpRequestError.NameResolutionError => Outcome.Dns,
            HttpRequestError.ConnectionError => Outcome.ConnectRefused,
            HttpRequestError.SecureConnectionError => Outcome.Tls,
            HttpRequestError.ResponseEnded => Outcome.EndOfStream,
            HttpRequestError.Unknown when error.InnerException is IOException => Outcome.Reset,
            _ => Outcome.Malformed,
        };
    }

    private static Outcome Of(SocketError error) => error switch
    {
        SocketError.TimedOut => Outcome.ConnectTimeout,
        SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData => Outcome.Dns,
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown => Outcome.Reset,
        _ => Outcome.ConnectRefused,
    };
}
