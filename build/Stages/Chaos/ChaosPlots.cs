using Gauntlet.Experiments.Chaos;
using Gauntlet.Reports.Plots;

namespace Gauntlet.Build.Stages.Chaos;

/// <summary>The requests of an experiment second by second, with a band from the fault to the recovery.</summary>
internal static class ChaosPlots
{
    public static IEnumerable<Plot> All(ExperimentResult experiment)
    {
        if (experiment.Seconds is not { Count: > 0 } seconds || experiment.InjectedAt is not { } injected)
        {
            yield break;
        }

        var recovered = experiment.FeltFrom is null ? "absorbed" : experiment.RecoveredAt is null ? "not recovered" : "until recovery";
        var band = new Band("c3", $"fault, {recovered}", injected, experiment.FeltFrom is null ? injected : experiment.RecoveredAt ?? seconds.Count);
        yield return new Plot($"{experiment.Experiment}: response time", () => new Drawing(
            Axis.Time("time (s)", seconds.Count), Axis.Linear("response time (ms)", seconds.Max(second => second.Slowest ?? 0)),
            band, Line("c2", "slowest", second => second.Slowest), Line("c1", "p50", second => second.Median)));
        yield return new Plot($"{experiment.Experiment}: {(experiment.Errors == 0 ? "no failures" : "failures")}", () => new Drawing(
            Axis.Time("time (s)", seconds.Count), Axis.Linear("requests (1/s)", seconds.Max(second => second.Requests)),
            band, Bars("quiet", "all", second => second.Requests), Bars("bad", "failed", second => second.Failed)));

        Line Line(string style, string name, Func<ExperimentSecond, double?> value) =>
            new(style, name, [.. seconds.Select(second => (second.Second + 0.5, value(second)))]);
        Bars Bars(string style, string name, Func<ExperimentSecond, double> value) =>
            new(style, name, [.. seconds.Select(second => (second.Second + 0.0, second.Second + 1.0, value(second)))]);
    }
}
