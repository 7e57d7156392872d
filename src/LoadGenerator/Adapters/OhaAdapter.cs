using System.Globalization;
using System.Text.Json;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.LoadGenerator.Adapters;

/// <summary>oha 1: a summary in JSON, times in seconds.</summary>
internal sealed class OhaAdapter : IToolAdapter
{
    private static readonly (string Name, double Quantile)[] Percentiles =
        [("p10", 0.1), ("p25", 0.25), ("p50", 0.5), ("p75", 0.75), ("p90", 0.9), ("p95", 0.95), ("p99", 0.99), ("p99.9", 0.999), ("p99.99", 0.9999)];

    public string Name => "oha";

    public string Deviation =>
        "oha sends arrivals evenly, checks no body and reports nine percentiles: the samples in between are rounded up to the next of them, "
        + "and response time is service time";

    public string? Refuses(LoadOptions options, IReadOnlyList<LoadRoute> routes) =>
        routes.Count > 1 ? "oha sends one Host only: choose one route or another engine"
        : options.Stages.Count > 0 ? "oha has no stages: use --rate and --duration"
        : options.Arrivals == ArrivalProcess.Poisson ? "oha has no Poisson arrivals"
        : null;

    public IReadOnlyList<string> Prepare(ToolJob job, string folder)
    {
        var (options, route) = (job.Options, job.Routes[0]);
        List<string> arguments =
        [
            "--no-tui", "--output-format", "json", "--redirect", "0", "--insecure", "-c", Text(options.Connections),
            "-t", Text(options.Timeout.TotalMilliseconds) + "ms", "-m", route.Method, "--host", route.Host,
        ];

        // -w: what is under way at the end is waited for, not aborted and reported as an error of its own.
        arguments.AddRange(options.Requests is { } requests ? ["-n", Text(requests)] : ["-z", Text(options.Duration.TotalMilliseconds) + "ms", "-w"]);
        if (options.Model == LoadModel.Open)
        {
            arguments.AddRange(["-q", Text(Math.Round(options.Rate))]);
        }

        if (options.Reuse == ReusePolicy.Never)
        {
            arguments.Add("--disable-keepalive");
        }

        foreach (var (name, value) in route.Headers)
        {
            arguments.AddRange(["-H", name + ": " + value]);
        }

        if (route.Body.Length > 0)
        {
            var body = Path.Combine(folder, "body");
            File.WriteAllBytes(body, route.Body.ToArray());
            arguments.AddRange(["-D", body]);
        }

        arguments.Add(job.Url(route));
        return arguments;
    }

    public ToolResult Read(ToolJob job, string output)
    {
        using var json = JsonDocument.Parse(output);
        var root = json.RootElement;

        // Waiting for the last answers is no part of a run of some length.
        var total = TimeSpan.FromSeconds(root.GetProperty("summary").GetProperty("total").GetDouble());
        var measured = job.Options.Requests is null && total > job.Options.Duration ? job.Options.Duration : total;
        var slowest = root.GetProperty("summary").GetProperty("slowest");
        var percentiles = root.GetProperty("latencyPercentiles");
        var points = Percentiles.Where(point => percentiles.GetProperty(point.Name).ValueKind == JsonValueKind.Number)
            .Select(point => (point.Quantile, percentiles.GetProperty(point.Name).GetDouble() * 1e6)).ToList();
        if (slowest.ValueKind == JsonValueKind.Number)
        {
            points.Add((1, slowest.GetDouble() * 1e6));
        }

        var statuses = root.GetProperty("statusCodeDistribution").EnumerateObject()
            .ToDictionary(status => int.Parse(status.Name, CultureInfo.InvariantCulture), status => status.Value.GetInt64());
        var samples = points.Count == 0 ? [] : ToolResult.Spread(points, statuses.Values.Sum(), measured.TotalSeconds).ToList();
        var unexpected = statuses.Where(status => status.Key != job.Routes[0].ExpectedStatus).Sum(status => status.Value);
        for (var i = 0; i < Math.Min(unexpected, samples.Count); i++)
        {
            var at = (int)(i * (samples.Count / (double)unexpected));
            samples[at] = samples[at] with { Outcome = Outcome.Status };
        }

        foreach (var error in root.GetProperty("errorDistribution").EnumerateObject())
        {
            var outcome = ErrorText.OutcomeOf(error.Name);
            var microseconds = outcome == Outcome.Timeout ? (long)job.Options.Timeout.TotalMicroseconds : 0;
            samples.AddRange(Enumerable.Repeat(new ToolSample(0, 0, microseconds, outcome), error.Value.GetInt32()));
        }

        return new ToolResult(samples, Dropped: 0, measured);
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
