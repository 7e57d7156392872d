using System.Text;
using System.Text.Json;
using Gauntlet.Metrics.Model;

namespace Gauntlet.LoadGenerator.Tests.Properties;

/// <summary>
/// What the verdict on a run has to be, worked out from single requests: their samples, and the lines of the failure log. It shares no line with
/// Gauntlet.Checks or with the figures of Gauntlet.Metrics; and it knows nothing of a late generator: that is for the caller.
/// </summary>
internal sealed class Oracle
{
    private static readonly string[] Answered = ["status", "wrong-body"];

    private readonly LoadRun _run;
    private readonly List<(string Route, string Kind)> _failures = [];
    private readonly List<(string Route, decimal Response, decimal? Service)> _samples;

    public Oracle(LoadRun run, MemoryStream failures)
    {
        _run = run;
        foreach (var line in Encoding.UTF8.GetString(failures.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var failure = JsonDocument.Parse(line).RootElement;
            _failures.Add((failure.GetProperty("route").GetString()!, failure.GetProperty("kind").GetString()!));
        }

        _samples = [.. run.Recorded.Raw.ToArray().Select(sample =>
            (run.Routes[sample.Route], sample.Response / 1000m, sample.Service < 0 ? (decimal?)null : sample.Service / 1000m))];
    }

    public int Count(string kind) => _failures.Count(failure => failure.Kind == kind);

    public CheckOutcome Verdict(IEnumerable<string> thresholds)
    {
        var outcomes = thresholds.Select(Holds).ToList();
        if (Successes(null) == 0 || outcomes.Contains(false))
        {
            return CheckOutcome.Fail;
        }

        return outcomes.Contains(null) || _run.Interrupted || FellShort() ? CheckOutcome.Inconclusive : CheckOutcome.Pass;
    }

    /// <summary>Null where nobody can say.</summary>
    private bool? Holds(string threshold)
    {
        // metric[{route:name}].aggregate operator limit, in the one form in which the test writes them.
        var parts = threshold.Split(' ');
        var (left, sign, limit) = (parts[0], parts[1], decimal.Parse(parts[2].TrimEnd('%', 'm', 's'), System.Globalization.CultureInfo.InvariantCulture));
        limit = parts[2].EndsWith('%') ? limit / 100 : limit;
        var route = left.Contains('{', StringComparison.Ordinal) ? left[(left.IndexOf(':', StringComparison.Ordinal) + 1)..left.IndexOf('}', StringComparison.Ordinal)] : null;
        var metric = left.Split('{', '.')[0];
        var aggregate = left[(left.LastIndexOf('.') + 1)..];
        if (metric is "latency" or "service")
        {
            var times = _samples.Where(sample => route is null || sample.Route == route).Select(sample => metric == "latency" ? sample.Response : sample.Service).OfType<decimal>().Order().ToArray();
            return times.Length > 0 && aggregate[0] == 'p' ? Quantile(times, decimal.Parse(aggregate[2..^1], System.Globalization.CultureInfo.InvariantCulture), limit)
                : times.Length > 0 && Compare(aggregate switch { "max" => times[^1], "min" => times[0], _ => Math.Round(times.Sum() / times.Length, 3) }, sign, limit);
        }

        long errors = Errors(route), due = Successes(route) + errors;
        return metric switch
        {
            "errors" => due > 0 && Compare(aggregate == "rate" ? (decimal)errors / due : errors, sign, limit),
            "success" => due > 0 && Compare((decimal)Successes(route) / due, sign, limit),
            "timeouts" => due > 0 && Compare(_failures.Count(failure => failure.Kind == "timeout" && (route is null || failure.Route == route)), sign, limit),
            "dropped" => _run.Totals.Scheduled > 0 && Compare(_failures.Count(IsDrop), sign, limit),
            "requests" => Ended() > 0 && Compare(Ended(), sign, limit),
            _ => throw new ArgumentException(threshold),
        };
    }

    private static bool? Quantile(decimal[] sorted, decimal percentile, decimal limit)
    {
        var n = sorted.Length;
        if (n * (100 - percentile) >= 1000)
        {
            return sorted[(int)Math.Ceiling(percentile * n / 100) - 1] < limit;
        }

        var share = (double)percentile / 100;
        return sorted[0] >= limit && Math.Pow(1 - share, n) <= 0.05 ? false
            : sorted[^1] < limit && Math.Pow(share, n) <= 0.05 ? true
            : null;
    }

    private static bool Compare(decimal actual, string sign, decimal limit) => sign switch
    {
        "<" => actual < limit,
        "<=" => actual <= limit,
        ">=" => actual >= limit,
        "==" => actual == limit,
        _ => throw new ArgumentException(sign),
    };

    private long Ended() => _samples.Count(sample => sample.Service is not null);

    private static bool IsDrop((string Route, string Kind) failure) => failure.Kind is "server-busy" or "generator-late" or "local-limit" or "stopped";

    /// <summary>What was due and got no right answer: every line of the log but what was left out and not because of the server.</summary>
    private long Errors(string? route) =>
        _failures.Count(failure => (route is null || failure.Route == route) && (failure.Kind == "server-busy" || !IsDrop(failure)));

    private long Successes(string? route) => _samples.Count(sample => route is null || sample.Route == route) - Errors(route);

    /// <summary>Below 98 % of what was due by a server that answers more than half of it.</summary>
    private bool FellShort()
    {
        var ended = Ended();
        var answered = Successes(null) + _failures.Count(failure => Answered.Contains(failure.Kind));
        return _run.Setup.OfferedRate is { } offered && ended / _run.Measured.TotalSeconds < 0.98 * offered && answered * 2 > Successes(null) + Errors(null);
    }
}
