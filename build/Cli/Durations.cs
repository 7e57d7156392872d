using System.Globalization;

namespace Gauntlet.Build.Cli;

/// <summary>Durations in log lines and messages; options are read by the load generator's parser.</summary>
internal static class Durations
{
    /// <summary>Short and readable: 0.4s, 12.3s, 3m05s.</summary>
    public static string Format(TimeSpan duration) => duration switch
    {
        { TotalSeconds: < 0.0995 } => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds:0}ms"),
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.#}s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)duration.TotalMinutes}m{duration.Seconds:00}s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)duration.TotalHours}h{duration.Minutes:00}m"),
    };
}
