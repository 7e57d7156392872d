using System.Globalization;

namespace Gauntlet.GitHubStandIn;

/// <summary>An answer out of order, given once.</summary>
/// <param name="Status">HTTP status; 0 breaks the connection without an answer.</param>
/// <param name="Message">The <c>message</c> of GitHub's error body; null sends HTML, as its load balancers do.</param>
/// <param name="Headers">Extra headers.</param>
public sealed record Fault(int Status, string? Message, params (string Name, string Value)[] Headers)
{
    /// <summary>The request this fault waits for; null takes the next one.</summary>
    public Func<SeenRequest, bool>? When { get; init; }

    /// <summary>Sent in place of what <see cref="Message"/> says, with this type: an answer of somebody between, or half of one.</summary>
    public (string Type, string Text)? Body { get; init; }

    /// <summary>True to do what was asked and lose only the answer, as a gateway's time-out does.</summary>
    public bool AfterTheFact { get; init; }

    /// <summary>A gateway's 502.</summary>
    public static Fault BadGateway => new(502, null);

    /// <summary>The page of a proxy, with success.</summary>
    public static Fault ProxyPage => new(200, null) { Body = ("text/html", "<!DOCTYPE html><title>Sign in to the company's network</title>") };

    /// <summary>An answer of success that ends in its middle.</summary>
    public static Fault HalfAnAnswer => new(200, null) { Body = ("application/json; charset=utf-8", "{\"number\":12,\"state\":\"op") };

    /// <summary>The connection breaks.</summary>
    public static Fault Disconnect => new(0, null);

    /// <summary>The primary limit: nothing remains until the time given.</summary>
    public static Fault PrimaryLimit(DateTimeOffset reset) => new(
        403,
        "API rate limit exceeded for installation ID 1234.",
        ("X-RateLimit-Remaining", "0"),
        ("X-RateLimit-Reset", reset.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)));

    /// <summary>The secondary limit, as 403 or 429, with or without a time to wait.</summary>
    public static Fault SecondaryLimit(int status, int? retryAfterSeconds) => new(
        status,
        "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
        retryAfterSeconds is { } seconds ? [("Retry-After", seconds.ToString(CultureInfo.InvariantCulture))] : []);
}
