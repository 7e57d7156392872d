using Gauntlet.LoadGenerator.Http;

namespace Gauntlet.LoadGenerator.Running;

/// <summary>What one loop works with.</summary>
internal sealed class LoopContext
{
    public required LoadOptions Options { get; init; }

    public required IReadOnlyList<LoadRoute> Routes { get; init; }

    public required LoadTarget Target { get; init; }

    public required RouteBytes[] Bytes { get; init; }

    public required IArrivals Arrivals { get; init; }

    public required Ledger Ledger { get; init; }

    public required FailureLog Failures { get; init; }

    /// <summary>Connections of this loop.</summary>
    public required int Connections { get; init; }

    public required CancellationToken Stop { get; init; }

    public bool IsOpen => Options.Model == LoadModel.Open;
}

/// <summary>A route in the form that the hot path reads.</summary>
/// <param name="Request">Its bytes.</param>
/// <param name="IsHead">Whether its responses have no body.</param>
/// <param name="ExpectedStatus">The status that is success.</param>
/// <param name="ExpectedBody">The body that is success, or null.</param>
/// <param name="IsIdempotent">Whether sending it twice is as good as once (RFC 9110 section 9.2.2).</param>
internal sealed record RouteBytes(RequestBytes Request, bool IsHead, int ExpectedStatus, byte[]? ExpectedBody, bool IsIdempotent)
{
    public static RouteBytes Of(LoadRoute route) => new(
        RequestBytes.Of(route), route.Method == "HEAD", route.ExpectedStatus, route.ExpectedBody?.ToArray(),
        route.Method is "GET" or "HEAD" or "OPTIONS" or "TRACE" or "PUT" or "DELETE");
}
