using System.Globalization;

namespace Gauntlet.LoadGenerator;

/// <summary>The part before the measured one; the same code runs it, and no figure contains it.</summary>
/// <param name="Duration">Length, or zero when it is a count.</param>
/// <param name="Requests">Number of requests, or zero when it is a length.</param>
public readonly record struct WarmUp(TimeSpan Duration, long Requests)
{
    /// <summary>A warm-up of some length.</summary>
    public static WarmUp For(TimeSpan duration) => new(duration, 0);

    /// <summary>A warm-up of some requests, all connections together.</summary>
    public static WarmUp Of(long requests) => new(TimeSpan.Zero, requests);

    /// <summary>Reads a duration (<c>3s</c>) or a number of requests (<c>500</c>).</summary>
    /// <exception cref="FormatException">It is neither.</exception>
    public static WarmUp Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (DurationParser.TryParse(text, out var duration))
        {
            return For(duration);
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var requests)
            ? Of(requests)
            : throw new FormatException($"a warm-up is a duration such as 3s or a number of requests, not '{text}'");
    }
}
