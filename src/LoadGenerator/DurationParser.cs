using System.Globalization;
using System.Text.RegularExpressions;

namespace Gauntlet.LoadGenerator;

/// <summary>
/// Reads durations as people and this program write them: numbers with their units, the larger first: <c>250ms</c>, <c>1.5s</c>, <c>1m30s</c>, <c>24h00m</c>.
/// </summary>
public static partial class DurationParser
{
    private static readonly string[] Units = ["h", "m", "s", "ms"];
    private static readonly decimal[] Milliseconds = [3_600_000, 60_000, 1_000, 1];

    /// <summary>Reads a duration from 0 up; false for anything else, a bare number included.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        ArgumentNullException.ThrowIfNull(text);
        duration = default;
        if (Form().Match(text) is not { Success: true } match)
        {
            return false;
        }

        var (sum, last) = (0m, -1);
        foreach (var (number, unit) in match.Groups["number"].Captures.Zip(match.Groups["unit"].Captures))
        {
            var order = Array.IndexOf(Units, unit.Value);
            if (order <= last || !decimal.TryParse(number.ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
                || count > (decimal)TimeSpan.MaxValue.TotalMilliseconds)
            {
                return false;
            }

            last = order;
            sum += count * Milliseconds[order];
        }

        if (sum >= (decimal)TimeSpan.MaxValue.TotalMilliseconds)
        {
            return false;
        }

        duration = TimeSpan.FromTicks((long)(sum * TimeSpan.TicksPerMillisecond));
        return true;
    }

    /// <summary>Reads a duration.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static TimeSpan Parse(string text) =>
        TryParse(text, out var duration) ? duration : throw new FormatException($"'{text}' is not a duration such as 250ms, 15s, 1m30s or 24h");

    [GeneratedRegex(@"\A(?:(?<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?<unit>ms|s|m|h))+\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
