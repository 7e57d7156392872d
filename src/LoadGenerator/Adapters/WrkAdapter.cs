using System.Globalization;
using System.Text;
using System.Text.Json;
using Gauntlet.LoadGenerator.Http;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.LoadGenerator.Adapters;

/// <summary>wrk 4, with a script that sends the plan's requests and prints its histogram as JSON.</summary>
internal sealed class WrkAdapter : IToolAdapter
{
    public string Name => "wrk";

    public string Deviation =>
        "wrk ends after the duration (15 s by default) whatever the number of requests, repeats the plan's first 10,000 requests, "
        + "counts only statuses above 399 as failures, checks no body, leaves timeouts out of the latencies, books all requests on the first route, and fills in samples for latencies above twice the mean interval";

    public string? Refuses(LoadOptions options, IReadOnlyList<LoadRoute> routes) =>
        options.Model == LoadModel.Open ? "wrk has no open model: add --requests (it ends after the duration all the same, 15 s by default) or choose another engine"
        : routes.Any(route => route.IsTls) ? "the wrk adapter sends plain http only"
        : options.Reuse != ReusePolicy.Always ? "wrk always reuses connections"
        : null;

    public IReadOnlyList<string> Prepare(ToolJob job, string folder)
    {
        var script = Path.Combine(folder, "plan.lua");
        File.WriteAllText(script, Script(job), Encoding.Latin1);
        var options = job.Options;
        return
        [
            "-t", Number(Threads(options)),
            "-c", Number(options.Connections),
            "-d", Number((long)Math.Max(1, Math.Ceiling(options.Duration.TotalSeconds))) + "s",
            "--timeout", Number((long)Math.Max(1, Math.Ceiling(options.Timeout.TotalSeconds))) + "s",
            "-s", script,
            job.Url(job.Routes[0]),
        ];
    }

    public ToolResult Read(ToolJob job, string output)
    {
        var line = output.Split('\n').FirstOrDefault(text => text.StartsWith("{\"requests\":", StringComparison.Ordinal))
            ?? throw new FormatException("wrk printed no summary; its output was: " + output.Trim());
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        var seconds = root.GetProperty("microseconds").GetDouble() / 1e6;
        var status = root.GetProperty("status").GetInt64();
        var histogram = root.GetProperty("latency").EnumerateArray().Select(pair => (Value: pair[0].GetDouble(), Count: pair[1].GetDouble())).OrderBy(pair => pair.Value).ToList();
        var total = histogram.Sum(pair => pair.Count);
        var sum = 0.0;
        var points = histogram.Select(pair => (Quantile: (sum += pair.Count) / total, pair.Value)).ToList();
        var samples = points.Count == 0 ? [] : ToolResult.Spread(points, root.GetProperty("requests").GetInt64(), seconds).ToList();

        // Failed answers are somewhere among the latencies: wrk does not say where.
        for (var i = 0; i < Math.Min(status, samples.Count); i++)
        {
            var at = (int)(i * (samples.Count / (double)status));
            samples[at] = samples[at] with { Outcome = Outcome.Status };
        }

        var timeout = (long)job.Options.Timeout.TotalMicroseconds;
        samples.AddRange(Failures(root, "connect", Outcome.ConnectRefused, 0));
        samples.AddRange(Failures(root, "read", Outcome.Reset, 0));
        samples.AddRange(Failures(root, "write", Outcome.Reset, 0));
        samples.AddRange(Failures(root, "timeout", Outcome.Timeout, timeout));
        return new ToolResult(samples, Dropped: 0, TimeSpan.FromSeconds(seconds));
    }

    private static IEnumerable<ToolSample> Failures(JsonElement root, string name, Outcome outcome, long microseconds) =>
        Enumerable.Repeat(new ToolSample(0, 0, microseconds, outcome), root.GetProperty(name).GetInt32());

    private static string Script(ToolJob job)
    {
        var lua = new StringBuilder("local requests = {\n");
        foreach (var route in job.Routes)
        {
            lua.Append("  \"").AppendJoin("", RequestBytes.Of(route).KeepAlive.Select(value => "\\" + value.ToString("D3", CultureInfo.InvariantCulture))).Append("\",\n");
        }

        lua.Append("}\nlocal plan = {").AppendJoin(',', job.RouteSequence().Select(route => route + 1)).Append("}\n");
        return lua.Append("""
            local threads = 0
            function setup(thread)
              thread:set("first", threads)
              threads = threads + 1
            end
            local i = -1
            function request()
              if i < 0 then i = first end
              local bytes = requests[plan[i % #plan + 1]]
              i = i + STEP
              return bytes
            end
            function done(summary, latency)
              local e = summary.errors
              io.write(string.format('{"requests":%d,"microseconds":%d,"connect":%d,"read":%d,"write":%d,"status":%d,"timeout":%d,"latency":[',
                summary.requests, summary.duration, e.connect, e.read, e.write, e.status, e.timeout))
              for n = 1, #latency do
                local value, count = latency(n)
                io.write(string.format('%s[%d,%d]', n > 1 and ',' or '', value, count))
              end
              io.write(']}\n')
            end

            """.Replace("STEP", Number(Threads(job.Options)), StringComparison.Ordinal)).ToString();
    }

    private static int Threads(LoadOptions options) => Math.Min(options.Connections, options.Threads ?? Environment.ProcessorCount);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
