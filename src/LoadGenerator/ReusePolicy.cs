using System.Globalization;

namespace Gauntlet.LoadGenerator;

/// <summary>How many requests one connection carries before it is closed with <c>Connection: close</c>.</summary>
/// <param name="RequestsPerConnection">At least 1; <see cref="int.MaxValue"/> is "always".</param>
public readonly record struct ReusePolicy(int RequestsPerConnection)
{
    /// <summary>Connections stay open as long as the server lets them.</summary>
    public static ReusePolicy Always { get; } = new(int.MaxValue);

    /// <summary>A new connection for every request.</summary>
    public static ReusePolicy Never { get; } = new(1);

    /// <summary>Reads <c>always</c>, <c>never</c> or a number of requests.</summary>
    /// <exception cref="FormatException">It is none of them.</exception>
    public static ReusePolicy Parse(string text) => text switch
    {
        "always" => Always,
        "never" => Never,
        _ when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var requests) && requests > 0 => new(requests),
        _ => throw new FormatException($"connection reuse is always, never or a number of requests from 1, not '{text}'"),
    };

    /// <summary>The form that <see cref="Parse"/> reads.</summary>
    public override string ToString() => RequestsPerConnection switch
    {
        int.MaxValue => "always",
        1 => "never",
        _ => RequestsPerConnection.ToString(CultureInfo.InvariantCulture),
    };
}
