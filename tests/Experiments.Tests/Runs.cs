using Gauntlet.Metrics.Model;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.Experiments.Tests;

/// <summary>Makes runs for tests.</summary>
internal static class Runs
{
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
}
