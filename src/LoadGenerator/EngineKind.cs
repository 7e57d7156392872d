namespace Gauntlet.LoadGenerator;

/// <summary>What sends the requests.</summary>
public enum EngineKind
{
    /// <summary>Epoll on Linux for plain HTTP/1.1, otherwise portable.</summary>
    Auto,

    /// <summary>Non-blocking sockets and one loop thread per core; Linux, HTTP/1.1 without TLS.</summary>
    Epoll,

    /// <summary>SocketsHttpHandler: every platform, HTTPS and HTTP/2.</summary>
    Portable,

    /// <summary>The installed k6.</summary>
    K6,

    /// <summary>The installed vegeta.</summary>
    Vegeta,
}
