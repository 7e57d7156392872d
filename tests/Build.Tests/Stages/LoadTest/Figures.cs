using Gauntlet.Build.Tests.Pipeline;
using Gauntlet.Metrics.Model;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.Build.Tests.Stages.LoadTest;

/// <summary>Makes figures for tests.</summary>
internal static class Figures
{
    /// <summary>15,000 requests over one route, all answered in about a millisecond.</summary>
    public static MetricsDocument Good(bool interrupted = false)
    {
        var recorder = new Recorder(1, 15, 100_000);
        for (var i = 0; i < 15_000; i++)
        {
            recorder.Record(0, i / 1000, 1000 + i % 100, 1000, Outcome.Success);
            recorder.RecordLag(50);
        }

        var run = new LoadRun
        {
            Routes = ["foo"],
            Recorded = recorder,
            Totals = new LoadTotals(15_000, 15_000, 0, 0, 0, 0),
            Setup = new LoadSetup
            {
                Model = "open",
                Arrivals = "constant",
                OfferedRate = 1000,
                Connections = 50,
                Loops = 2,
                Engine = "epoll",
                Seed = 1,
                Timeout = TimeSpan.FromSeconds(10),
                Reuse = "always",
            },
            Measured = TimeSpan.FromSeconds(15),
            WarmUp = TimeSpan.FromSeconds(3),
            WarmUpRequests = 3000,
            Interrupted = interrupted,
        };
        return MetricsBuilder.Build(run, Header, resamples: 10);
    }

    private static RunHeader Header => new()
    {
        RunId = States.New().Run.Id,
        Started = States.Noon,
        Cluster = "embedded",
        Machine = new Dictionary<string, string>(),
        Versions = new Dictionary<string, string>(),
        Options = new Dictionary<string, string>(),
        StandIns = [],
        Command = "./build.sh --target=Full",
    };
}
