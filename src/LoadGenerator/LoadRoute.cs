namespace Gauntlet.LoadGenerator;

/// <summary>One thing to request, and the answer that counts as success.</summary>
public sealed record LoadRoute
{
    /// <summary>Unique name in reports.</summary>
    public required string Name { get; init; }

    /// <summary>Host header and, with TLS, server name; never resolved.</summary>
    public required string Host { get; init; }

    /// <summary>Origin-form target, with its query.</summary>
    public string Path { get; init; } = "/";

    /// <summary>HTTP method, upper case.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>Extra headers; Host, Connection and Content-Length are the generator's.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether a header or the body is a secret: then no answer is kept, which may repeat it.</summary>
    public bool HasSecret { get; init; }

    /// <summary>Request body, sent with its Content-Length; empty is none.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Share of the traffic, relative to the other routes; above 0.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>The status that counts as success.</summary>
    public int ExpectedStatus { get; init; } = 200;

    /// <summary>
    /// The body that counts as success, byte for byte; null leaves it unchecked. (No memory: a null array converts to an empty one, which is a body that has to
    /// be empty.)
    /// </summary>
    public IReadOnlyList<byte>? ExpectedBody { get; init; }

    /// <summary><c>http</c> or <c>https</c>.</summary>
    public string Scheme { get; init; } = "http";

    internal bool IsTls => Scheme == "https";
}
