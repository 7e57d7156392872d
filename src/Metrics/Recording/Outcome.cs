namespace Gauntlet.Metrics.Recording;

/// <summary>How one request ended. Everything but <see cref="Success"/> is a failure, counted once per request.</summary>
public enum Outcome : byte
{
    /// <summary>The expected status, and the expected body where the route has one.</summary>
    Success = 0,

    /// <summary>The host name did not resolve.</summary>
    Dns,

    /// <summary>The connection was refused.</summary>
    ConnectRefused,

    /// <summary>The connection was not established within the request's timeout.</summary>
    ConnectTimeout,

    /// <summary>The TLS handshake failed.</summary>
    Tls,

    /// <summary>The connection was reset while a request was under way.</summary>
    Reset,

    /// <summary>The connection ended before the response was complete.</summary>
    EndOfStream,

    /// <summary>The response was not HTTP.</summary>
    Malformed,

    /// <summary>No complete response within the request's timeout; recorded at the timeout, never dropped.</summary>
    Timeout,

    /// <summary>Another HTTP status than the route expects.</summary>
    Status,

    /// <summary>The expected status with another body than the route expects.</summary>
    WrongBody,

    /// <summary>It failed in a way that a tool of others does not tell.</summary>
    Other,
}
