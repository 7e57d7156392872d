using System.Globalization;
using System.Text.Json;
using Gauntlet.LoadGenerator.Engines;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.LoadGenerator.Adapters;

/// <summary>vegeta 12: <c>attack</c> writes results that <c>encode</c> turns into one JSON object per request.</summary>
internal sealed class VegetaEngine : ToolEngine
{
    private const string Targets = "targets.json";
    private const string Results = "results.bin";
    private const string Hits = "hits.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { RespectRequiredConstructorParameters = true };

    public override string Name => "vegeta";

    public override EngineAbilities Abilities => EngineAbilities.OpenModel | EngineAbilities.Https;

    public override EngineTool Tool { get; } = new("vegeta", ["-version"]);

    protected override string Deviation =>
        "vegeta repeats the plan's first 10,000 routes and stamps a request when a worker has taken it: "
        + "response time is service time, and the send lag is not measured";

    public override IEnumerable<string> Check(LoadOptions options, IReadOnlyList<LoadRoute> routes) => WholeRates.Problems(Name, options);

    internal override IReadOnlyList<IReadOnlyList<string>> Prepare(ToolJob job, string folder)
    {
        string In(string file) => Path.Combine(folder, file);
        static string Time(TimeSpan span) => span.TotalMilliseconds.ToString(CultureInfo.InvariantCulture) + "ms";
        File.WriteAllLines(In(Targets), job.RouteSequence().Select(route => Target(job, job.Routes[route])));
        var options = job.Options;
        var rate = WholeRates.Of(options)!;
        return
        [
            [
                "attack", "-output=" + In(Results), "-format=json", "-targets=" + In(Targets),
                FormattableString.Invariant($"-rate={rate.Counts[0]}/{rate.Seconds}s"),
                "-duration=" + Time(options.Duration), "-timeout=" + Time(options.Timeout),
                FormattableString.Invariant($"-connections={options.Connections}"), FormattableString.Invariant($"-max-connections={options.Connections}"),
                "-redirects=-1", "-insecure", "-http2=false", "-keepalive=" + (options.Reuse == ReusePolicy.Never ? "false" : "true"),
            ],
            // What attack writes is binary.
            ["encode", "-to=json", "-output=" + In(Hits), In(Results)],
        ];
    }

    internal override ToolResult Read(ToolJob job, string folder, IReadOnlyList<string> output) => ToolResult.Of(
        [.. File.ReadLines(Path.Combine(folder, Hits)).Where(line => line.Length > 0)
            .Select(line => Request(job, JsonSerializer.Deserialize<Hit>(line, Json)!))],
        dropped: 0, job.Length);

    private static ToolRequest Request(ToolJob job, Hit hit)
    {
        var route = job.Plan.Route(hit.Seq % ToolJob.PlannedRoutes);
        return new ToolRequest(route, hit.Timestamp, TimeSpan.FromMicroseconds(hit.Latency / 1_000), OutcomeOf(job.Routes[route], hit));
    }

    private static Outcome OutcomeOf(LoadRoute route, Hit hit) =>
        hit.Code == 0 ? GoErrors.OutcomeOf(hit.Error)
        : hit.Code != route.ExpectedStatus ? Outcome.Status
        : route.ExpectedBody is { } expected && !expected.SequenceEqual(hit.Body ?? []) ? Outcome.WrongBody
        : Outcome.Success;

    private static string Target(ToolJob job, LoadRoute route)
    {
        var header = route.Headers.ToDictionary(field => field.Key, field => new[] { field.Value });
        header["Host"] = [route.Host];
        return JsonSerializer.Serialize(new { method = route.Method, url = job.Url(route), header, body = Convert.ToBase64String(route.Body.Span) });
    }

    /// <summary>One line of encode. Latency is in nanoseconds; the code is 0 where there was no answer.</summary>
    private sealed record Hit(long Seq, int Code, DateTimeOffset Timestamp, long Latency, string Error, byte[]? Body = null);
}
