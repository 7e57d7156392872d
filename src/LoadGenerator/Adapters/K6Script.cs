using System.Globalization;
using System.Text.Json;

namespace Gauntlet.LoadGenerator.Adapters;

/// <summary>A plan as a script for k6.</summary>
internal static class K6Script
{
    public static string Render(ToolJob job)
    {
        var routes = job.Routes.Select(route => new
        {
            name = route.Name,
            method = route.Method,
            url = job.Url(route),
            headers = route.Headers.Append(new KeyValuePair<string, string>("Host", route.Host)).ToDictionary(),
            body = Convert.ToBase64String(route.Body.Span),
        });
        var timeout = job.Options.Timeout.TotalMilliseconds.ToString(CultureInfo.InvariantCulture);
        return $$"""
            import http from 'k6/http';
            import exec from 'k6/execution';
            import encoding from 'k6/encoding';
            const routes = {{JsonSerializer.Serialize(routes)}};
            const plan = [{{string.Join(',', job.RouteSequence())}}];
            export const options = {
              discardResponseBodies: true,
              noConnectionReuse: {{(job.Options.Reuse == ReusePolicy.Never ? "true" : "false")}},
              systemTags: ['status', 'name', 'error_code'],
              scenarios: { load: {{JsonSerializer.Serialize(Scenario(job.Options))}} },
            };
            export default function () {
              const route = routes[plan[exec.scenario.iterationInTest % plan.length]];
              const body = route.body ? encoding.b64decode(route.body) : null;
              http.request(route.method, route.url, body, {
                headers: route.headers, redirects: 0, timeout: {{timeout}}, tags: { name: route.name },
              });
            }

            """;
    }

    private static Dictionary<string, object> Scenario(LoadOptions options)
    {
        // A request under way at the end has its whole timeout, as every other.
        var scenario = Executor(options);
        scenario["gracefulStop"] = Time(options.Timeout + TimeSpan.FromSeconds(1));
        return scenario;
    }

    private static Dictionary<string, object> Executor(LoadOptions options)
    {
        if (options.Model == LoadModel.Closed)
        {
            return options.Requests is { } requests
                ? new() { ["executor"] = "shared-iterations", ["vus"] = options.Connections, ["iterations"] = requests, ["maxDuration"] = "24h" }
                : new() { ["executor"] = "constant-vus", ["vus"] = options.Connections, ["duration"] = Time(options.Duration) };
        }

        var rates = WholeRates.Of(options)!;
        var open = new Dictionary<string, object>
        {
            ["timeUnit"] = FormattableString.Invariant($"{rates.Seconds}s"),
            ["preAllocatedVUs"] = options.Connections,
        };
        if (options.Stages.Count > 0)
        {
            (open["executor"], open["startRate"]) = ("ramping-arrival-rate", 0);
            open["stages"] = options.Stages.Zip(rates.Counts, (stage, rate) => new { duration = Time(stage.Duration), target = rate });
        }
        else
        {
            (open["executor"], open["rate"], open["duration"]) = ("constant-arrival-rate", rates.Counts[0], Time(options.Duration));
        }

        return open;
    }

    private static string Time(TimeSpan span) => span.TotalMilliseconds.ToString(CultureInfo.InvariantCulture) + "ms";
}
