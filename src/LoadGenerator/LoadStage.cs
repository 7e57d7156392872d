using System.Globalization;

namespace Gauntlet.LoadGenerator;

/// <summary>
/// One leg of a ramp: the rate moves in a straight line from where the leg before ended (0 before the first) to <paramref name="Rate"/>.
/// A leg that ends at the rate of the one before holds it.
/// </summary>
/// <param name="Duration">Length of the leg.</param>
/// <param name="Rate">Requests per second at its end.</param>
public sealed record LoadStage(TimeSpan Duration, double Rate)
{
    /// <summary>Reads a list such as <c>10s:200,20s:1000</c>; durations end in ms, s, m or h.</summary>
    /// <exception cref="FormatException">A leg is not <c>duration:rate</c>; the message names it.</exception>
    public static IReadOnlyList<LoadStage> ParseList(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        return [.. text.Split(',', StringSplitOptions.TrimEntries).Select(ParseOne)];
    }

    private static LoadStage ParseOne(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0
            && DurationParser.TryParse(text[..colon], out var duration)
            && duration > TimeSpan.Zero
            && double.TryParse(text[(colon + 1)..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate)
            && double.IsFinite(rate))
        {
            return new LoadStage(duration, rate);
        }

        throw new FormatException($"the stage '{text}' is not <duration>:<requests per second>, for example 10s:200");
    }
}
