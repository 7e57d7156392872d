using Gauntlet.Metrics.Model;

namespace Gauntlet.Checks;

/// <summary>
/// What a threshold can be about: each metric once, with its names, what can be said of it, and where its figures are. Who adds one adds it to
/// <see cref="All"/>, and a row to docs/thresholds.md.
/// </summary>
internal sealed class Metric
{
    private const string Times = "avg, min, max, med, p(95)";

    private Metric(string name) => Name = name;

    /// <summary>From when a request was due to the end of its answer.</summary>
    public static Metric Latency { get; } = new("latency") { OfK6 = "http_req_duration", Time = (_, group) => group.Response };

    /// <summary>The same from when it was sent.</summary>
    public static Metric Service { get; } = new("service") { Time = (_, group) => group.Service };

    /// <summary>How late the generator itself sent.</summary>
    public static Metric Lag { get; } = new("lag") { Tag = null, Time = (document, _) => document.Lag };

    /// <summary>What was due and got no right answer because of the server.</summary>
    public static Metric Errors { get; } = new("errors") { OfK6 = "http_req_failed", Count = (_, group) => group.Errors };

    /// <summary>What got the right answer.</summary>
    public static Metric Success { get; } = new("success") { Count = (_, group) => group.Successes };

    /// <summary>What got no answer in time.</summary>
    public static Metric Timeouts { get; } = new("timeouts") { Count = (_, group) => group.FailuresByKind.GetValueOrDefault(FailureKinds.Timeout) };

    /// <summary>What ended.</summary>
    public static Metric Requests { get; } = new("requests")
    {
        OfK6 = "http_reqs",
        Samples = (_, group) => group.Requests,
        Count = (_, group) => group.Requests,
        PerSecond = group => group.RequestsPerSecond,
    };

    /// <summary>The same per second.</summary>
    public static Metric Rps { get; } = new("rps") { Samples = (_, group) => group.Requests, PerSecond = group => group.RequestsPerSecond, Aggregates = "" };

    /// <summary>What was due and never sent.</summary>
    public static Metric Dropped { get; } = new("dropped")
    {
        Tag = null,
        Samples = (document, _) => document.Totals.Scheduled,
        Count = (document, _) => document.Totals.Dropped,
        Aggregates = "count",
    };

    /// <summary>What the processors did for a workload.</summary>
    public static Metric Cpu { get; } = OfWorkloads("cpu", ResourceFigure.Cpu, names => names.Workloads);

    /// <summary>What it held in memory.</summary>
    public static Metric Memory { get; } = OfWorkloads("memory", ResourceFigure.Memory, names => names.Workloads);

    /// <summary>How often its CPU limit held it up.</summary>
    public static Metric Throttled { get; } = OfWorkloads("throttled", ResourceFigure.Throttled, names => names.Workloads);

    /// <summary>How often it was started again.</summary>
    public static Metric Restarts { get; } = OfWorkloads("restarts", ResourceFigure.Restarts, names => names.Workloads);

    /// <summary>How its HorizontalPodAutoscaler scaled it.</summary>
    public static Metric Hpa { get; } = OfWorkloads("hpa", ScalingFigure.All, names => names.Scaled);

    /// <summary>All of them, as they are listed.</summary>
    public static IReadOnlyList<Metric> All { get; } =
        [Latency, Service, Lag, Errors, Success, Timeouts, Requests, Dropped, Rps, Cpu, Memory, Throttled, Restarts, Hpa];

    /// <summary>As it is written.</summary>
    public string Name { get; }

    /// <summary>What k6 calls it; null where k6 has none such.</summary>
    public string? OfK6 { get; private init; }

    /// <summary>What can confine it; null where nothing can.</summary>
    public string? Tag { get; private init; } = Checks.Tag.Route;

    /// <summary>What its tag may name.</summary>
    public Func<TagNames, IReadOnlyCollection<string>?> Known { get; private init; } = names => names.Routes;

    /// <summary>Its figures where it is of what ran beside the load; empty where it is of requests.</summary>
    public IReadOnlyList<MeasuredFigure> Measured { get; private init; } = [];

    /// <summary>Its times; null where it is a number.</summary>
    public Func<MetricsDocument, GroupMetrics, LatencyMetrics?>? Time { get; private init; }

    /// <summary>Its number; null where it is times.</summary>
    public Func<MetricsDocument, GroupMetrics, long>? Count { get; private init; }

    /// <summary>Its rate where that is one per second; null where it is a share of what was due.</summary>
    public Func<GroupMetrics, double>? PerSecond { get; private init; }

    /// <summary>What can be said of it, in words.</summary>
    public string Aggregates { get => field ?? (Time is null ? "rate, count" : Times); private init; }

    /// <summary>How many requests it is of.</summary>
    public Func<MetricsDocument, GroupMetrics, long> Samples
    {
        get => field ?? (Time is { } time ? (document, group) => time(document, group)?.Samples ?? 0 : (_, group) => group.Due);
        private init;
    }

    /// <summary>The metric of a name, of ours or k6's; null where there is none.</summary>
    public static Metric? Find(string name) => All.FirstOrDefault(metric => metric.Name == name || metric.OfK6 == name);

    private static Metric OfWorkloads(
        string name, IReadOnlyList<MeasuredFigure> figures, Func<TagNames, IReadOnlyCollection<string>?> known) => new(name)
        {
            Tag = Checks.Tag.Workload,
            Known = known,
            Measured = figures,
            Aggregates = string.Join(", ", figures.Select(figure => figure.Name)),
        };

    /// <summary>The unit of a figure of it.</summary>
    public FigureUnit UnitOf(Aggregate aggregate) => aggregate switch
    {
        Aggregate.Count => FigureUnit.Count,
        Aggregate.Rate or Aggregate.Value => PerSecond is null ? FigureUnit.Share : FigureUnit.PerSecond,
        _ => FigureUnit.Milliseconds,
    };

    /// <summary>A figure of it other than a percentile.</summary>
    public decimal Figure(MetricsDocument document, GroupMetrics group, Aggregate aggregate) => aggregate switch
    {
        Aggregate.Average => (decimal)Time!(document, group)!.Average,
        Aggregate.Min => (decimal)Time!(document, group)!.Min,
        Aggregate.Max => (decimal)Time!(document, group)!.Max,
        Aggregate.Count => Count!(document, group),
        _ => PerSecond is { } rate ? (decimal)rate(group) : (decimal)Count!(document, group) / group.Due,
    };
}
