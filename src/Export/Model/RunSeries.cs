using System.Globalization;
using Gauntlet.Metrics.Model;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.Export.Model;

/// <summary>The series of a run: gauges for each second of its measured part, and at its end the counters and histograms.</summary>
public static class RunSeries
{
    /// <summary>All of them; what was not measured has none.</summary>
    /// <param name="run">What the generator recorded.</param>
    /// <param name="metrics">The figures of it.</param>
    /// <param name="began">When its measured part began.</param>
    public static IReadOnlyList<ExportedSeries> Of(LoadRun run, MetricsDocument metrics, DateTimeOffset began)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(metrics);
        var draft = new SeriesDraft(metrics.Header, began, began + run.Measured);
        IEnumerable<ExportedSeries> all =
        [
            .. Recorded(draft, run), .. Counted(draft, metrics), .. Seconds(draft, metrics.Seconds), .. Workloads(draft, metrics.Resources),
            .. Machine(draft, metrics.Resources?.Machine), .. Replicas(draft, metrics.Scaling), .. Phases(draft, metrics.Load),
        ];
        return [.. all.Where(series => series.Points.Count > 0 || series.Histogram is { Count: > 0 })];
    }

    /// <summary>When a fault was felt, in the same run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="began">When the measured part of its load began.</param>
    /// <param name="fault">As it is written.</param>
    /// <param name="from">Seconds from there to the fault.</param>
    /// <param name="to">Seconds from there to the recovery.</param>
    public static IReadOnlyList<ExportedSeries> OfFault(RunHeader run, DateTimeOffset began, string fault, double from, double to) =>
        [Phase(new SeriesDraft(run, began, began), "Chaos", fault, from, Math.Max(1, to - from))];

    private static IEnumerable<ExportedSeries> Recorded(SeriesDraft draft, LoadRun run)
    {
        var bounds = ExportedMetrics.Bounds;
        for (var route = 0; route < run.Routes.Count; route++)
        {
            yield return draft.Histogram(ExportedMetrics.ResponseTime, run.Recorded.ResponseTimes(route, bounds), (ExportedMetrics.Route, run.Routes[route]));
            yield return draft.Histogram(ExportedMetrics.ServiceTime, run.Recorded.ServiceTimes(route, bounds), (ExportedMetrics.Route, run.Routes[route]));
        }

        yield return draft.Histogram(ExportedMetrics.SendLag, run.Recorded.SendLags(bounds));
    }

    private static IEnumerable<ExportedSeries> Counted(SeriesDraft draft, MetricsDocument metrics)
    {
        foreach (var route in metrics.Routes)
        {
            foreach (var (outcome, count) in route.FailuresByKind.Prepend(new("success", route.Successes)))
            {
                yield return draft.Counter(ExportedMetrics.Requests, count, (ExportedMetrics.Route, route.Name), (ExportedMetrics.Outcome, outcome));
            }

            foreach (var cause in Enum.GetValues<DropCause>())
            {
                yield return draft.Counter(
                    ExportedMetrics.Dropped, route.Dropped(cause), (ExportedMetrics.Route, route.Name), (ExportedMetrics.Cause, DropCauses.NameOf(cause)));
            }
        }

        foreach (var cause in Enum.GetValues<DropCause>())
        {
            if (metrics.Overall.Dropped(cause) - metrics.Routes.Sum(route => route.Dropped(cause)) is > 0 and var more)
            {
                yield return draft.Counter(ExportedMetrics.Dropped, more, (ExportedMetrics.Cause, DropCauses.NameOf(cause)));
            }
        }
    }

    private static IEnumerable<ExportedSeries> Seconds(SeriesDraft draft, IReadOnlyList<SecondMetrics> seconds)
    {
        yield return Gauge(ExportedMetrics.RequestRate, second => second.Requests);
        yield return Gauge(ExportedMetrics.FailureRate, second => second.Failures);
        foreach (var (quantile, time) in new (double Quantile, Func<SecondMetrics, double?> Time)[]
        {
            (0.5, second => second.P50), (0.95, second => second.P95), (0.99, second => second.P99), (1, second => second.Max),
        })
        {
            yield return Gauge(
                ExportedMetrics.ResponseQuantile, second => time(second) / 1000, (ExportedMetrics.Quantile, quantile.ToString(CultureInfo.InvariantCulture)));
        }

        ExportedSeries Gauge(ExportedMetric metric, Func<SecondMetrics, double?> figure, params (string, string)[] labels) =>
            draft.Gauge(metric, seconds.Select(second => (second.Second + 1.0, figure(second))), labels);
    }

    private static IEnumerable<ExportedSeries> Workloads(SeriesDraft draft, ResourceSection? resources)
    {
        foreach (var workload in resources?.Workloads ?? [])
        {
            yield return Gauge(ExportedMetrics.WorkloadCores, second => second.Cores);
            yield return Gauge(ExportedMetrics.WorkloadMemory, second => second.Memory);
            yield return Gauge(ExportedMetrics.WorkloadThrottled, second => second.Throttled);

            ExportedSeries Gauge(ExportedMetric metric, Func<ResourceSecond, double?> figure) => draft.Gauge(
                metric, workload.Seconds.Select(second => (second.Second + 1.0, figure(second))),
                (ExportedMetrics.Namespace, workload.Namespace), (ExportedMetrics.Workload, workload.Name));
        }
    }

    private static IEnumerable<ExportedSeries> Machine(SeriesDraft draft, MachineResources? machine) =>
        new (string Part, Func<MachineSecond, double?> Cores)[]
        {
            ("busy", second => second.Busy), ("generator", second => second.Generator), ("nodes", second => second.Nodes),
        }.Select(part => draft.Gauge(
            ExportedMetrics.MachineCores, (machine?.Seconds ?? []).Select(second => (second.Second + 1.0, part.Cores(second))),
            (ExportedMetrics.Part, part.Part)));

    private static IEnumerable<ExportedSeries> Replicas(SeriesDraft draft, ScalingSection? scaling) =>
        from scaled in scaling?.Autoscalers ?? []
        from state in new (string Name, Func<ReplicaStep, double?> Count)[]
        {
            ("desired", step => step.Desired), ("current", step => step.Current), ("ready", step => step.Ready),
        }
        let ending = scaled.Steps.TakeLast(1).Where(step => step.Second < scaled.LoadEnded).Select(step => step with { Second = scaled.LoadEnded })
        select draft.Gauge(
            ExportedMetrics.Replicas, scaled.Steps.Concat(ending).Select(step => (step.Second, state.Count(step))),
            (ExportedMetrics.Namespace, scaled.Namespace), (ExportedMetrics.Workload, scaled.Target), (ExportedMetrics.State, state.Name));

    private static IEnumerable<ExportedSeries> Phases(SeriesDraft draft, LoadSection load)
    {
        yield return Phase(draft, "LoadTest", "warm-up", -load.WarmUpSeconds, load.WarmUpSeconds);
        yield return Phase(draft, "LoadTest", "measured", 0, load.MeasuredSeconds);
    }

    private static ExportedSeries Phase(SeriesDraft draft, string stage, string name, double from, double length) => draft.Gauge(
        ExportedMetrics.StageInfo, Enumerable.Range(0, (int)Math.Ceiling(length)).Select(second => (from + second, (double?)1)),
        (ExportedMetrics.Stage, stage), (ExportedMetrics.Phase, name));
}
