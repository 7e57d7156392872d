using System.Globalization;
using System.Text.Json;
using Gauntlet.LoadGenerator.Engines;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.LoadGenerator.Adapters;

/// <summary>k6: a generated script, and its JSON output of one point per request and metric.</summary>
internal sealed class K6Engine : ToolEngine
{
    private const string Points = "points.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public override string Name => "k6";

    public override EngineAbilities Abilities =>
        EngineAbilities.OpenModel | EngineAbilities.ClosedModel | EngineAbilities.Stages | EngineAbilities.CountedWarmUp | EngineAbilities.Https;

    public override EngineTool Tool { get; } = new("k6", ["version"]);

    protected override string Deviation =>
        "k6 repeats the plan's first 10,000 routes, drops what no virtual user is free for, checks no body, "
        + "and measures a request from when it is written on an open connection: response time is service time, and the send lag is not measured";

    public override IEnumerable<string> Check(LoadOptions options, IReadOnlyList<LoadRoute> routes) => WholeRates.Problems(Name, options);

    internal override IReadOnlyList<IReadOnlyList<string>> Prepare(ToolJob job, string folder)
    {
        var script = Path.Combine(folder, "plan.js");
        File.WriteAllText(script, K6Script.Render(job));
        return [["run", "--quiet", "--no-usage-report", "--insecure-skip-tls-verify", "--no-summary", "--out", "json=" + Path.Combine(folder, Points), script]];
    }

    internal override ToolResult Read(ToolJob job, string folder, IReadOnlyList<string> output)
    {
        var routes = job.Routes.Index().ToDictionary(route => route.Item.Name, route => route.Index);
        var requests = new List<ToolRequest>();
        var dropped = 0L;
        foreach (var line in File.ReadLines(Path.Combine(folder, Points)))
        {
            var point = JsonSerializer.Deserialize<Point>(line, Json) ?? throw new FormatException($"k6 wrote {line}");
            switch (point)
            {
                case { Type: "Point", Metric: "dropped_iterations" }:
                    dropped += (long)point.Data.Value;
                    break;
                case { Type: "Point", Metric: "http_req_duration" }:
                    requests.Add(Request(job.Routes, routes, point.Data));
                    break;
            }
        }

        return ToolResult.Of(requests, dropped, job.Length);
    }

    /// <summary>A point is stamped when its request has ended.</summary>
    private static ToolRequest Request(IReadOnlyList<LoadRoute> routes, Dictionary<string, int> numbers, PointData point)
    {
        var route = numbers.TryGetValue(Tag(point, "name") ?? "", out var number)
            ? number
            : throw new FormatException($"k6 names a request '{Tag(point, "name")}', which the plan does not");
        var took = TimeSpan.FromMilliseconds(point.Value);
        return new ToolRequest(route, point.Time - took, took, OutcomeOf(routes[route], Number(point, "status"), Number(point, "error_code")));
    }

    /// <summary>
    /// k6's documented error codes: 1100 DNS, 1200 TCP (1201 a broken pipe, 1220 a reset), 1300 TLS, 1050 the request's timeout, 1400 on for statuses. What
    /// they leave open stays open.
    /// </summary>
    private static Outcome OutcomeOf(LoadRoute route, int status, int error) => status switch
    {
        0 => error switch
        {
            1050 => Outcome.Timeout,
            >= 1100 and < 1200 => Outcome.Dns,
            1211 => Outcome.ConnectTimeout,
            1212 => Outcome.ConnectRefused,
            1201 or 1220 => Outcome.Reset,
            >= 1300 and < 1400 => Outcome.Tls,
            _ => Outcome.Other,
        },
        _ => status == route.ExpectedStatus ? Outcome.Success : Outcome.Status,
    };

    private static string? Tag(PointData point, string name) => point.Tags?.GetValueOrDefault(name);

    private static int Number(PointData point, string tag) => int.Parse(Tag(point, tag) ?? "0", CultureInfo.InvariantCulture);

    private sealed record Point(string Type, string Metric, PointData Data);

    private sealed record PointData(DateTimeOffset Time, double Value, Dictionary<string, string>? Tags);
}
