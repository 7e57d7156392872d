using System.Globalization;
using System.Text.RegularExpressions;
using Gauntlet.Build.Cli;
using Gauntlet.LoadGenerator;

namespace Gauntlet.Build.Stages.LoadTest;

/// <summary>The load to send; what it means is said by the load generator.</summary>
public sealed partial class LoadTestOptions() : OptionSet("Load", 30)
{
    /// <summary>Requests per second.</summary>
    public static readonly Option<double> Rate = Option.Value(
        "rate", "1000", "requests/s", "open model: arrival rate", Validation.Number(0.001, 10_000_000), value =>
            double.Parse(value, CultureInfo.InvariantCulture)) with
    { Excludes = ["stages", "requests"] };

    public static readonly Option<TimeSpan> Duration =
        Option.Time("duration", "15s", "open model: length of the measured part", "100ms", "24h") with { Excludes = ["stages", "requests"] };

    public static readonly Option<ArrivalProcess> Arrivals = Choice<ArrivalProcess>(
        "arrivals", "constant", ["constant", "poisson"], "open model: gaps between arrivals");

    /// <summary>A ramp in place of rate and duration; empty where there is none.</summary>
    public static readonly Option<IReadOnlyList<LoadStage>> Stages = new(
        "stages", OptionKind.Value, null, "list", "open model: ramp in place of rate and duration, e.g. 10s:200,20s:1000", StagesProblem, values =>
            values.Count > 0 ? LoadStage.ParseList(values[^1]) : [])
    { Excludes = ["rate", "duration", "requests"] };

    /// <summary>Requests of the closed model; null is the open model.</summary>
    public static readonly Option<int?> Requests = Option.Value<int?>(
        "requests", null, "requests", "closed model: send this many, each connection waits for its answer", Validation.Integer(1, int.MaxValue), value =>
            int.Parse(value, CultureInfo.InvariantCulture)) with
    { Excludes = ["rate", "duration", "stages"] };

    public static readonly Option<int> Connections = Option.Whole("connections", "50", "connections", "connections to the ingress", 1, 100_000);

    public static readonly Option<WarmUp> WarmUp = Option.Value(
        "warm-up", "3s", "time or requests", "sent first and left out of every figure", WarmUpProblem, LoadGenerator.WarmUp.Parse);

    /// <summary>Weights by route name; 1 for a route that is not in it.</summary>
    public static readonly Option<IReadOnlyDictionary<string, double>> Weights = new(
        "weights", OptionKind.Value, null, "list", "share of each route, e.g. foo=3,bar=1; 1 where not given", WeightsProblem, values =>
            values.Count > 0 ? ReadWeights(values[^1]) : new Dictionary<string, double>());

    /// <summary>Null is a random seed, which is printed.</summary>
    public static readonly Option<ulong?> Seed = Option.Value<ulong?>(
        "seed", null, "number", "seed of routes and gaps; printed, and random where not given", SeedProblem, value =>
            ulong.Parse(value, CultureInfo.InvariantCulture));

    public static readonly Option<TimeSpan> Timeout = Option.Time("timeout", "10s", "deadline of one request", "1ms", "60s");

    public static readonly Option<string> Scheme = Option.Choice(
        "scheme", "http", ["http", "https"], "how the routes are asked; https needs the HTTPS address of the ingress, and the engine portable");

    public static readonly Option<string> Engine = Option.Choice(
        "engine", LoadEngines.Auto, [.. LoadEngines.Names], "load engine; auto is epoll on Linux, else portable");

    /// <summary>0 is one per core.</summary>
    public static readonly Option<int> Threads = Option.Whole("threads", "0", "threads", "loop threads of the engine; 0 is one per core", 0, 256);

    public static readonly Option<ReusePolicy> Reuse = Option.Value(
        "reuse", "always", "always|never|N", "requests per connection", ReuseProblem, ReusePolicy.Parse);

    /// <summary>The file of earlier runs' figures that LoadTest compares with and adds to.</summary>
    public static readonly Option<string?> History = Option.Path("history", "file",
        "compare with the last run in this file (of a pull request: of its base branch), and add this one");

    /// <inheritdoc/>
    public override IEnumerable<string> Problems(OptionValues options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var timed = options.Has(Rate) || options.Has(Duration);
        if (options.Has(Requests) && (timed || options.Has(Stages)))
        {
            yield return "--requests is the closed model; --rate, --duration and --stages are the open one. Give one of them.";
        }

        if (options.Has(Stages) && timed)
        {
            yield return "--stages takes the place of --rate and --duration. Give one of them.";
        }
    }

    /// <summary>How long the measured part is planned to take.</summary>
    public static TimeSpan Planned(OptionValues options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Of(Stages) is { Count: > 0 } stages ? stages.Aggregate(TimeSpan.Zero, (sum, stage) => sum + stage.Duration) : options.Of(Duration);
    }

    private static Option<T> Choice<T>(string name, string byDefault, string[] choices, string help)
        where T : struct, Enum =>
        Option.Value(name, byDefault, string.Join('|', choices), help, Validation.OneOf(choices),
            value => Enum.Parse<T>(value, ignoreCase: true)) with
        { Choices = choices };

    private static Dictionary<string, double> ReadWeights(string list) =>
        list.Split(',').Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => double.Parse(pair[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);

    private static string? WeightsProblem(string list)
    {
        var pairs = list.Split(',');
        return !pairs.All(pair => WeightPair().IsMatch(pair)) ? "is not a list such as foo=3,bar=1"
            : pairs.Select(pair => pair.Split('=')[0]).GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice
                ? $"names the route '{twice.Key}' twice"
            : null;
    }

    private static string? SeedProblem(string value) =>
        ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? null : "is not a whole number from 0 to 18446744073709551615";

    private static string? ReuseProblem(string value) =>
        Validation.Parsed(ReusePolicy.Parse, value) is null ? "is not always, never or a number of requests from 1" : null;

    private static string? WarmUpProblem(string value) => Validation.Parsed(LoadGenerator.WarmUp.Parse, value) switch
    {
        null => "is neither a duration (3s) nor a number of requests (500)",
        { Requests: > 1_000_000_000 } => "is above 1000000000 requests",
        { Duration.TotalHours: > 1 } => "is longer than 1h",
        _ => null,
    };

    private static string? StagesProblem(string value)
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

    [GeneratedRegex(@"^[A-Za-z0-9./_-]+=[0-9]+(\.[0-9]+)?$")]
    private static partial Regex WeightPair();
}
