using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Gauntlet.LoadGenerator;
using Gauntlet.Workloads.Objects;

namespace Gauntlet.Build.Cli;

/// <summary>Checks for option values: each answers what is wrong, or null.</summary>
internal static partial class Validation
{
    public static string? Any(string value) => null;

    public static Func<string, string?> OneOf(IReadOnlyList<string> choices) =>
        value => choices.Contains(value, StringComparer.OrdinalIgnoreCase)
            ? null
            : $"is not one of {string.Join(", ", choices)}{NearestName.Hint(value, choices)}";

    public static Func<string, string?> Integer(int least, int most) =>
        value => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? null
            : $"is not a whole number from {least} to {most}{Nearest(value, least, most, decimals: 0)}";

    public static Func<string, string?> Number(double least, double most) =>
        value => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"is not a number from {least} to {most}{Nearest(value, least, most, decimals: 3)}");

    public static Func<string, string?> Duration(TimeSpan least, TimeSpan most) =>
        value => DurationParser.TryParse(value, out var duration) && duration >= least && duration <= most
            ? null
            : $"is not a duration from {Durations.Format(least)} to {Durations.Format(most)}"
                + (DurationParser.TryParse(value + "s", out _) ? $" (did you mean '{value}s'?)" : ", such as 500ms, 15s or 2m");

    public static string? ClusterName(string value) =>
        ClusterNames().IsMatch(value) ? null : "is not a cluster name (lower-case letters, digits and dashes, at most 40, starting with a letter)";

    public static string? Endpoint(string value) =>
        IPEndPoint.TryParse(value, out var endpoint) && endpoint.Port != 0
            ? null
            : "is not an address and port such as 127.0.0.1:80 (host names are not resolved)";

    public static string? ImageReference(string value) =>
        ImageReferences().IsMatch(value) ? null : "is not an image reference such as registry.example/name:tag";

    /// <summary>What the parser makes of the text; null where it does not take it.</summary>
    public static T? Parsed<T>(Func<string, T> parse, string text)
        where T : struct
    {
        try
        {
            return parse(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string Nearest(string value, double least, double most, int decimals) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? string.Create(CultureInfo.InvariantCulture, $"; the nearest is {Math.Round(Math.Clamp(number, least, most), decimals)}")
            : "";

    [GeneratedRegex("^[a-z][a-z0-9-]{0,39}$")]
    private static partial Regex ClusterNames();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._/:@-]{0,254}$")]
    private static partial Regex ImageReferences();
}
