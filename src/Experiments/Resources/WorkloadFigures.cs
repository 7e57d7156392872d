using Gauntlet.Metrics.Model;
using Gauntlet.Workloads.Objects;
using k8s.Models;

namespace Gauntlet.Experiments.Resources;

/// <summary>Makes the figures of one workload from the samples of its pods.</summary>
/// <param name="workload">Which.</param>
/// <param name="pods">Its pods, as they were seen last.</param>
/// <param name="history">The samples.</param>
/// <param name="part">What they are of.</param>
internal sealed class WorkloadFigures(ObjectReference workload, IReadOnlyList<V1Pod> pods, UsageHistory history, MeasuredPart part)
{
    /// <summary>Share of the measured part that the samples have to cover.</summary>
    private const double LeastCovered = 0.5;

    private readonly IReadOnlyList<(V1Pod Pod, UsageSeries Series)> _series =
        [.. pods.Select(pod => (pod, series: history.Of(pod.Metadata.Uid))).Where(pod => pod.series is not null).Select(pod => (pod.pod, pod.series!))];

    /// <summary>The figures that are known without what was asked of it. Without samples they are all null.</summary>
    /// <param name="isWhole">Whether the source was read to the end: what ends early is of no use but to be drawn.</param>
    public WorkloadResources Build(bool isWhole)
    {
        var resources = new WorkloadResources
        {
            Kind = workload.Kind,
            Namespace = workload.Namespace ?? "",
            Name = workload.Name,
            Pods = pods.Count,
            CoresLimit = PodSpecs.Total(Serving(), PodSpecs.CpuLimit, needsAll: true),
            CoresRequested = PodSpecs.Total(Serving(), PodSpecs.CpuRequest, needsAll: false),
            MemoryLimit = pods.Count > 0 ? PodSpecs.Total([pods[0]], PodSpecs.MemoryLimit, needsAll: true) : null,
            MemoryRequested = PodSpecs.Total(Serving(), PodSpecs.MemoryRequest, needsAll: false),
            Seconds = [.. Steps.Of(part).Select(Second)],
        };
        if (!isWhole || _series.Count == 0)
        {
            return resources;
        }

        return resources with
        {
            CoresMean = Rounded(Sum(series => Rate(series, sample => sample.Cpu))),
            CoresMax = resources.Seconds.Max(second => second.Cores),
            MemoryMean = Rounded(Average(resources.Seconds.Select(second => second.Memory))),
            MemoryPeak = _series.SelectMany(pod => Within(pod.Series)).Max(sample => (double?)sample.WorkingSet),
            Throttling = Throttling(),
            OomKills = _series.Any(pod => OomKills(pod.Pod, pod.Series) is not null) ? (long)_series.Sum(pod => OomKills(pod.Pod, pod.Series) ?? 0) : null,
            ReceivedBytes = Rounded(Sum(series => series.Rise(sample => sample.Received, part.From, part.To))),
            SentBytes = Rounded(Sum(series => series.Rise(sample => sample.Sent, part.From, part.To))),
            CpuPressure = _series.Max(pod => Rounded(Rate(pod.Series, sample => sample.CpuPressure * 1000))),
        };
    }

    private IReadOnlyList<V1Pod> Serving() => [.. pods.Where(pod => pod.Metadata.DeletionTimestamp is null)];

    /// <summary>Per second, of a counter of nanoseconds; null where too little of the measured part is covered.</summary>
    private double? Rate(UsageSeries series, Func<UsageSample, long?> counter)
    {
        var from = series.IsNew ? part.From : Later(series.Samples[0].At, part.From);
        var to = HasEnded(series) ? part.To : Earlier(series.Samples[^1].At, part.To);
        return to - from >= (part.To - part.From) * LeastCovered && series.Rise(counter, from, to) is { } rise ? rise / 1e9 / (to - from).TotalSeconds : null;
    }

    /// <summary>One that is read no more although its node still is has ended: it uses nothing.</summary>
    private bool HasEnded(UsageSeries series) =>
        history.Nodes.TryGetValue(series.Samples[^1].Node, out var read) && read > series.LastRead;

    private ResourceSecond Second((int Second, DateTimeOffset From, DateTimeOffset To) step)
    {
        var (length, middle) = ((step.To - step.From).TotalSeconds, step.From + ((step.To - step.From) / 2));
        var covered = _series.Where(pod => pod.Series.Samples[0].At < step.To && pod.Series.Samples[^1].At > step.From).Select(pod => pod.Series).ToList();
        if (covered.Count == 0)
        {
            return new ResourceSecond(step.Second, null, null, null);
        }

        var cores = covered.Sum(series =>
        {
            var (from, to) = (Later(series.Samples[0].At, step.From), Earlier(series.Samples[^1].At, step.To));
            return series.Rise(sample => sample.Cpu, from, to) / 1e9 / (HasEnded(series) || series.IsNew ? length : Math.Max((to - from).TotalSeconds, 1e-3));
        });
        var memory = covered.Select(series => series.Level(sample => sample.WorkingSet, middle)).ToList();
        var (periods, throttled) = (Containers().Sum(pair => pair.Series.Rise(sample => sample.Periods, step.From, step.To) ?? 0),
            Containers().Sum(pair => pair.Series.Rise(sample => sample.Throttled, step.From, step.To) ?? 0));
        return new ResourceSecond(
            step.Second, Rounded(cores), memory.Any(level => level is not null) ? Math.Round(memory.Sum() ?? 0) : null,
            periods > 0 ? Rounded(Math.Clamp(throttled / periods, 0, 1)) : null);
    }

    private IEnumerable<(V1Pod Pod, string Id, UsageSeries Series)> Containers() =>
        _series.SelectMany(pod => history.ContainersOf(pod.Pod.Metadata.Uid).Select(container => (pod.Pod, container.Id, container.Series)));

    /// <summary>A period counts only while there is something to do: without any, nothing was limited.</summary>
    private ContainerThrottling? Throttling()
    {
        var limited = from container in Containers()
                      let periods = container.Series.Rise(sample => sample.Periods, part.From, part.To)
                      where periods >= 1
                      let throttled = container.Series.Rise(sample => sample.Throttled, part.From, part.To) ?? 0
                      let waited = container.Series.Rise(sample => sample.ThrottledTime, part.From, part.To) ?? 0
                      let spec = PodSpecs.ContainerOf(container.Pod, container.Id)
                      select new ContainerThrottling(
                          container.Pod.Metadata.Name, spec?.Name ?? "", spec is null ? null : PodSpecs.CpuLimit(spec), (long)Math.Round(periods.Value),
                          (long)Math.Round(throttled), Math.Round(waited / 1e9, 3));
        return limited.MaxBy(container => container.Share);
    }

    /// <summary>A container's own count goes with it, but then the cluster says why it ended.</summary>
    private double? OomKills(V1Pod pod, UsageSeries series)
    {
        var counted = series.Rise(sample => sample.OomKills, part.From, part.To)
            ?? Containers().Where(container => container.Pod == pod).Sum(container => container.Series.Rise(sample => sample.OomKills, part.From, part.To));
        var told = (pod.Status?.ContainerStatuses ?? []).Count(status => status.LastState?.Terminated is { Reason: "OOMKilled", FinishedAt: { } at }
            && Conditions.Moment(at) >= part.From.AddSeconds(-1));
        return Math.Max(Math.Round(counted ?? 0), told);
    }

    private IEnumerable<UsageSample> Within(UsageSeries series) =>
        series.Samples.Where(sample => sample.At >= part.From.AddSeconds(-1) && sample.At <= part.To.AddSeconds(1));

    private double? Sum(Func<UsageSeries, double?> figure) =>
        _series.All(pod => figure(pod.Series) is not null) ? _series.Sum(pod => figure(pod.Series)) : null;

    private static double? Average(IEnumerable<double?> figures) => figures.Any(figure => figure is not null) ? figures.Average() : null;

    private static double? Rounded(double? figure) => figure is { } number ? Math.Round(number, 5) : null;

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
