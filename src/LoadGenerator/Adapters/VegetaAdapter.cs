using System.Globalization;
using System.Text.Json;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.LoadGenerator.Adapters;

/// <summary>vegeta 12: <c>attack</c> writes results that <c>encode</c> turns into one JSON object per request.</summary>
internal sealed class VegetaAdapter : IToolAdapter
{
    /// <summary>What attack writes, in the job's folder.</summary>
    public const string ResultFile = "results.bin";

    public string Name => "vegeta";

    public string Deviation =>
        "vegeta sends arrivals evenly, repeats the plan's first 10,000 routes, and stamps a request when a worker has taken it, so response time is service time";

    public string? Refuses(LoadOptions options, IReadOnlyList<LoadRoute> routes) =>
        options.Model == LoadModel.Closed ? "the vegeta adapter has no closed model"
        : options.Stages.Count > 0 ? "vegeta has no stages: use --rate and --duration"
        : options.Arrivals == ArrivalProcess.Poisson ? "vegeta has no Poisson arrivals"
        : null;

    public IReadOnlyList<string> Prepare(ToolJob job, string folder)
    {
        var targets = Path.Combine(folder, "targets.json");
        File.WriteAllLines(targets, job.RouteSequence().Select(route => Target(job, job.Routes[route])));
        var options = job.Options;
        return
        [
            "attack", "-output=" + Path.Combine(folder, ResultFile), "-format=json", "-targets=" + targets, string.Create(CultureInfo.InvariantCulture, $"-rate={Math.Round(options.Rate)}/s"),
            string.Create(CultureInfo.InvariantCulture, $"-duration={options.Duration.TotalMilliseconds}ms"),
            string.Create(CultureInfo.InvariantCulture, $"-timeout={options.Timeout.TotalMilliseconds}ms"),
            string.Create(CultureInfo.InvariantCulture, $"-connections={options.Connections}"),
            "-redirects=-1", "-insecure", options.Http2 ? "-http2" : "-http2=false", "-keepalive=" + (options.Reuse == ReusePolicy.Never ? "false" : "true"),
        ];
    }

    public ToolResult Read(ToolJob job, string output)
    {
        var samples = new List<ToolSample>();
        DateTimeOffset? start = null;
        var end = TimeSpan.Zero;
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var json = JsonDocument.Parse(line);
            var hit = json.RootElement;
            var at = hit.GetProperty("timestamp").GetDateTimeOffset();
            start ??= at;
            var route = job.Plan.Route(hit.GetProperty("seq").GetInt64() % ToolJob.PlannedRoutes);
            var since = at - start.Value;
            end = since > end ? since : end;
            samples.Add(new ToolSample(route, (int)Math.Max(0, since.TotalSeconds), hit.GetProperty("latency").GetInt64() / 1_000, OutcomeOf(job.Routes[route], hit)));
        }

        return new ToolResult(samples, Dropped: 0, end > job.Options.Duration ? end : job.Options.Duration);
    }

    private static Outcome OutcomeOf(LoadRoute route, JsonElement hit)
    {
        var error = hit.GetProperty("error").GetString() ?? "";
        var code = hit.GetProperty("code").GetInt32();
        if (code == 0)
        {
            return ErrorText.OutcomeOf(error);
        }

        if (code != route.ExpectedStatus)
        {
            return Outcome.Status;
        }

        var body = hit.TryGetProperty("body", out var value) && value.ValueKind == JsonValueKind.String ? value.GetBytesFromBase64() : [];
        return route.ExpectedBody is { } expected && !expected.Span.SequenceEqual(body) ? Outcome.WrongBody : Outcome.Success;
    }

    private static string Target(ToolJob job, LoadRoute route)
    {
        var header = route.Headers.ToDictionary(field => field.Key, field => new[] { field.Value });
        header["Host"] = [route.Host];
        return JsonSerializer.Serialize(new { method = route.Method, url = job.Url(route), header, body = Convert.ToBase64String(route.Body.Span) });
    }
}
