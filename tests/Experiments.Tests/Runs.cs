using Gauntlet.Metrics.Model;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.Experiments.Tests;

/// <summary>Makes runs for tests.</summary>
internal static class Runs
{
    /// <summary>The header of any of them.</summary>
    public static RunHeader Header { get; } = new()
    {
        RunId = "run",
        Started = DateTimeOffset.UnixEpoch,
        Cluster = "embedded",
        Machine = new Dictionary<string, string>(),
        Versions = new Dictionary<string, string>(),
        Options = new Dictionary<string, string>(),
        StandIns = [],
        Command = "./build.sh",
    };

    /// <summary>1,000 requests over one route, all answered in a millisecond.</summary>
    public static LoadRun Good(bool interrupted = false)
    {
        var recorder = new Recorder(1, 1, 1_000);
        for (var i = 0; i < 1_000; i++)
        {
            recorder.Record(0, 0, 1000, 1000, Outcome.Success);
            recorder.RecordLag(50);
        }

        return new LoadRun
        {
            Routes = ["foo"],
            Recorded = recorder,
            Totals = new LoadTotals(1_000, 1_000, 0, 0, 0, 0),
            Setup = new LoadSetup
            {
                Model = "open",
                Arrivals = "constant",
                OfferedRate = 1000,
                Connections = 50,
                Loops = 1,
                Engine = "epoll",
                Seed = 1,
                Timeout = TimeSpan.FromSeconds(10),
                Reuse = "always",
            },
            Measured = TimeSpan.FromSeconds(1),
            WarmUp = TimeSpan.Zero,
            WarmUpRequests = 0,
            Interrupted = interrupted,
        };
    }

    /// <summary>A run of these requests over foo and bar.</summary>
    public static LoadRun Of(IReadOnlyList<RequestSample> requests, TimeSpan length)
    {
        var recorder = new Recorder(2, (int)length.TotalSeconds, requests.Count);
        foreach (var request in requests)
        {
            var time = (long)request.Response.TotalMicroseconds;
            recorder.Record(request.Route, (int)request.Due.TotalSeconds, time, time, request.Outcome!.Value);
            recorder.RecordLag(50);
        }

        var completed = requests.Count(request => request.Outcome == Outcome.Success);
        var good = Good();
        return good with
        {
            Routes = ["foo", "bar"],
            Recorded = recorder,
            Requests = requests,
            Totals = new LoadTotals(requests.Count, completed, requests.Count - completed, 0, 0, 0),
            Setup = good.Setup with { OfferedRate = requests.Count / length.TotalSeconds },
            Measured = length,
        };
    }
}
