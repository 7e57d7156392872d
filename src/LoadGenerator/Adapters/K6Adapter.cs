using System.Globalization;
using System.Text.Json;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.LoadGenerator.Adapters;

/// <summary>k6: a generated script, and its JSON output of one point per request and metric.</summary>
internal sealed class K6Adapter : IToolAdapter
{
    public string Name => "k6";

    public string Deviation =>
        "k6 sends arrivals evenly, repeats the plan's first 10,000 routes, drops what no virtual user is free for, checks no body, and measures from the actual send, "
        + "so response time is service time";

    public string? Refuses(LoadOptions options, IReadOnlyList<LoadRoute> routes) =>
        options.Arrivals == ArrivalProcess.Poisson && options.Model == LoadModel.Open ? "k6 has no Poisson arrivals" : null;

    public IReadOnlyList<string> Prepare(ToolJob job, string folder)
    {
        var script = Path.Combine(folder, "plan.js");
        File.WriteAllText(script, Script(job));
        return ["run", "--quiet", "--no-usage-report", "--insecure-skip-tls-verify", "--no-summary", "--out", "json=/dev/stdout", script];
    }

    public ToolResult Read(ToolJob job, string output)
    {
        var names = job.Routes.Select((route, i) => (route.Name, i)).ToDictionary(pair => pair.Name, pair => pair.i);
        var samples = new List<ToolSample>();
        var dropped = 0L;
        DateTimeOffset? start = null;
        var (first, last) = (DateTimeOffset.MaxValue, DateTimeOffset.MinValue);
        foreach (var line in output.Split('\n').Where(line => line.StartsWith('{')))
        {
            using var json = JsonDocument.Parse(line);
            var point = json.RootElement;
            if (point.GetProperty("type").GetString() != "Point")
            {
                continue;
            }

            var data = point.GetProperty("data");
            switch (point.GetProperty("metric").GetString())
            {
                case "dropped_iterations":
                    dropped += (long)data.GetProperty("value").GetDouble();
                    break;
                case "http_req_duration":
                    var tags = data.GetProperty("tags");
                    var at = data.GetProperty("time").GetDateTimeOffset();
                    start ??= at;
                    var route = names[tags.GetProperty("name").GetString() ?? ""];
                    var milliseconds = data.GetProperty("value").GetDouble();
                    var microseconds = (long)(milliseconds * 1_000);
                    var sent = at - TimeSpan.FromMilliseconds(milliseconds); // a point is stamped when its request ended
                    (first, last) = (sent < first ? sent : first, at > last ? at : last);
                    samples.Add(new ToolSample(route, (int)Math.Max(0, (at - start.Value).TotalSeconds), microseconds, OutcomeOf(job.Routes[route], tags)));
                    break;
            }
        }

        return new ToolResult(samples, dropped, job.Options.Requests is null ? Planned(job) : last > first ? last - first : TimeSpan.Zero);
    }

    private static TimeSpan Planned(ToolJob job) =>
        job.Options.Stages.Count > 0 ? TimeSpan.FromSeconds(job.Plan.Measured.Seconds) : job.Options.Duration;

    /// <summary>k6's documented error codes: 1100 DNS, 1200 TCP, 1300 TLS, 1000 general (1050 is the request's timeout), 1400 on for statuses.</summary>
    private static Outcome OutcomeOf(LoadRoute route, JsonElement tags)
    {
        var status = tags.TryGetProperty("status", out var text) ? int.Parse(text.GetString() ?? "0", CultureInfo.InvariantCulture) : 0;
        if (status != 0)
        {
            return status != route.ExpectedStatus ? Outcome.Status : Outcome.Success;
        }

        var code = tags.TryGetProperty("error_code", out var error) ? int.Parse(error.GetString() ?? "0", CultureInfo.InvariantCulture) : 0;
        return code switch
        {
            1050 => Outcome.Timeout,
            >= 1100 and < 1200 => Outcome.Dns,
            1211 => Outcome.ConnectTimeout,
            1212 => Outcome.ConnectRefused,
            >= 1200 and < 1300 => Outcome.Reset,
            >= 1300 and < 1400 => Outcome.Tls,
            _ => Outcome.Malformed,
        };
    }

    private static string Script(ToolJob job)
    {
        var options = job.Options;
        var routes = job.Routes.Select(route => new
        {
            name = route.Name,
            method = route.Method,
            url = job.Url(route),
            headers = route.Headers.Append(new KeyValuePair<string, string>("Host", route.Host)).ToDictionary(),
            body = Convert.ToBase64String(route.Body.Span),
        });
        return $$"""
            import http from 'k6/http';
            import exec from 'k6/execution';
            import encoding from 'k6/encoding';
            const routes = {{JsonSerializer.Serialize(routes)}};
            const plan = [{{string.Join(',', job.RouteSequence())}}];
            export const options = {
              discardResponseBodies: true,
              noConnectionReuse: {{(options.Reuse == ReusePolicy.Never ? "true" : "false")}},
              systemTags: ['status', 'name', 'error_code'],
              scenarios: { load: {{JsonSerializer.Serialize(Scenario(options))}} },
            };
            export default function () {
              const route = routes[plan[exec.scenario.iterationInTest % plan.length]];
              const body = route.body ? encoding.b64decode(route.body) : null;
              http.request(route.method, route.url, body, {
                headers: route.headers, redirects: 0, timeout: {{options.Timeout.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)}}, tags: { name: route.name },
              });
            }

            """;
    }

    private static Dictionary<string, object> Scenario(LoadOptions options)
    {
        static string Time(TimeSpan span) => span.TotalMilliseconds.ToString(CultureInfo.InvariantCulture) + "ms";
        if (options.Model == LoadModel.Closed)
        {
            return options.Requests is { } requests
                ? new() { ["executor"] = "shared-iterations", ["vus"] = options.Connections, ["iterations"] = requests, ["maxDuration"] = "24h" }
                : new() { ["executor"] = "constant-vus", ["vus"] = options.Connections, ["duration"] = Time(options.Duration) };
        }

        return options.Stages.Count > 0
            ? new()
            {
                ["executor"] = "ramping-arrival-rate",
                ["startRate"] = 0,
                ["preAllocatedVUs"] = options.Connections,
                ["stages"] = options.Stages.Select(stage => new { duration = Time(stage.Duration), target = Math.Round(stage.Rate) }),
            }
            : new()
            {
                ["executor"] = "constant-arrival-rate",
                ["rate"] = Math.Round(options.Rate),
                ["timeUnit"] = "1s",
                ["duration"] = Time(options.Duration),
                ["preAllocatedVUs"] = options.Connections,
            };
    }
}
