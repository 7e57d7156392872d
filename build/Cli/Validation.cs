using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Gauntlet.Build.Terminal;
using Gauntlet.EmbeddedCluster.Client;
using Gauntlet.LoadGenerator;

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
            : $"is not a duration from {Durations.Format(least)} to {Durations.Format(most)}{(DurationParser.TryParse(value + "s", out _) ? $" (did you mean '{value}s'?)" : ", such as 500ms, 15s or 2m")}";

    public static string? Seed(string value) =>
        ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? null : "is not a whole number from 0 to 18446744073709551615";

    public static string? ClusterName(string value) =>
        ClusterNames().IsMatch(value) ? null : "is not a cluster name (lower-case letters, digits and dashes, at most 40, starting with a letter)";

    public static string? Endpoint(string value) =>
        IPEndPoint.TryParse(value, out var endpoint) && endpoint.Port != 0 ? null : "is not an address and port such as 127.0.0.1:80 (host names are not resolved)";

    public static string? ImageReference(string value) =>
        ImageReferences().IsMatch(value) ? null : "is not an image reference such as registry.example/name:tag";

    public static string? ConnectionReuse(string value) => Read(ReusePolicy.Parse, value) is null ? "is not always, never or a number of requests from 1" : null;

    public static string? WarmUpPart(string value) => Read(WarmUp.Parse, value) switch
    {
        null => "is neither a duration (3s) nor a number of requests (500)",
        { Requests: > 1_000_000_000 } => "is above 1000000000 requests",
        { Duration.TotalHours: > 1 } => "is longer than 1h",
        _ => null,
    };

    public static string? Weights(string value) =>
        value.Split(',').All(pair => WeightPairs().IsMatch(pair)) ? null : "is not a list such as foo=3,bar=1";

    public static string? LoadStages(string value)
    {
        try
        {
            var stages = LoadStage.ParseList(value);
            return stages.Sum(stage => stage.Duration.TotalHours) > 24 ? "is longer than 24h"
                : stages.All(stage => stage.Rate == 0) ? "never leaves a rate of 0"
                : stages.Any(stage => stage.Rate > 10_000_000) ? "has a rate above 10000000"
                : null;
        }
        catch (FormatException e)
        {
            return $"is not a list of duration:rate such as 10s:200,20s:1000: {e.Message}";
        }
    }

    public static string? Severities(string value)
    {
        string[] known = ["UNKNOWN", "LOW", "MEDIUM", "HIGH", "CRITICAL"];
        return value.Split(',').All(level => known.Contains(level, StringComparer.OrdinalIgnoreCase)) ? null : $"is not a list of {string.Join(", ", known)}";
    }

    public static string? Fault(string value)
    {
        try
        {
            FaultSet.Parse([value]);
            return null;
        }
        catch (FormatException)
        {
            return $"is not one of {FaultSet.Known}{NearestName.Hint(value, FaultSet.Known.Split(", "))}";
        }
    }

    /// <summary>What the parser makes of the text; null where it does not take it.</summary>
    private static T? Read<T>(Func<string, T> parse, string text)
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

    [GeneratedRegex(@"^[A-Za-z0-9./_-]+=[0-9]+(\.[0-9]+)?$")]
    private static partial Regex WeightPairs();
}
