using System.Globalization;

namespace Gauntlet.EmbeddedCluster.Api.Tables;

/// <summary>Durations as kubectl prints them: the two most telling units, fewer as they grow.</summary>
internal static class Ages
{
    public static string Since(DateTimeOffset? time, DateTimeOffset now) => time is null ? "<unknown>" : Format(now - time.Value);

    public static string Format(TimeSpan span)
    {
        var seconds = (long)span.TotalSeconds;
        if (seconds < -1)
        {
            return "<invalid>";
        }

        seconds = Math.Max(0, seconds);
        var (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
        return seconds switch
        {
            < 120 => Text($"{seconds}s"),
            < 600 => Two(minutes, "m", seconds % 60, "s"),
            < 3 * 3600 => Text($"{minutes}m"),
            < 8 * 3600 => Two(hours, "h", minutes % 60, "m"),
            < 48 * 3600 => Text($"{hours}h"),
            < 8 * 86_400 => Two(days, "d", hours % 24, "h"),
            < 2 * 365 * 86_400L => Text($"{days}d"),
            < 8 * 365 * 86_400L => Two(days / 365, "y", days % 365, "d"),
            _ => Text($"{days / 365}y"),
        };
    }

    private static string Two(long large, string largeUnit, long small, string smallUnit) =>
        small == 0 ? Text($"{large}{largeUnit}") : Text($"{large}{largeUnit}{small}{smallUnit}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
