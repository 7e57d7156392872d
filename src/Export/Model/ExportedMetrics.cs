using static Gauntlet.Export.Model.MetricKind;

namespace Gauntlet.Export.Model;

/// <summary>
/// Every metric that is exported: the one list of names and labels. No label holds a URL or a path, as a store keeps a series for each value that a label
/// ever had.
/// </summary>
public static class ExportedMetrics
{
    /// <summary>The label with the run's id, as k6 names it.</summary>
    public const string TestId = "testid";

    /// <summary>The label with the branch, where it is known.</summary>
    public const string Branch = "branch";

    internal const string Route = "route";
    internal const string Outcome = "outcome";
    internal const string Cause = "cause";
    internal const string Quantile = "quantile";
    internal const string Namespace = "namespace";
    internal const string Workload = "workload";
    internal const string Part = "part";
    internal const string State = "state";
    internal const string Stage = "stage";
    internal const string Phase = "phase";

    /// <summary>The upper bound of a bucket, in series of plain samples.</summary>
    internal const string Bound = "le";

    /// <summary>Every series has these.</summary>
    public static IReadOnlyList<string> CommonLabels { get; } = [TestId, Branch];

    /// <summary>Upper bounds of the buckets of every histogram, seconds.</summary>
    public static IReadOnlyList<double> Bounds { get; } =
        [0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    internal static ExportedMetric ResponseTime { get; } = new(
        "gauntlet_http_request_duration_seconds", Histogram, "s", "Response time, from when a request was due to its end.", Route);

    internal static ExportedMetric ServiceTime { get; } = new(
        "gauntlet_http_request_service_duration_seconds", Histogram, "s", "Service time, from when a request was sent to its end.", Route);

    internal static ExportedMetric Requests { get; } = new(
        "gauntlet_http_requests_total", Counter, "", "Requests that ended, by outcome: success, or a kind of failure.", Route, Outcome);

    internal static ExportedMetric Dropped { get; } = new(
        "gauntlet_dropped_total", Counter, "", "Requests that were due and never sent, by cause; without a route where the engine does not tell it.",
        Route, Cause);

    internal static ExportedMetric SendLag { get; } = new(
        "gauntlet_send_lag_seconds", Histogram, "s", "How late the generator itself was with a request.");

    internal static ExportedMetric RequestRate { get; } = new(
        "gauntlet_http_requests_per_second", Gauge, "", "Requests that ended, of those that were due in a second, all routes.");

    internal static ExportedMetric FailureRate { get; } = new(
        "gauntlet_http_failures_per_second", Gauge, "", "Of these, failed.");

    internal static ExportedMetric ResponseQuantile { get; } = new(
        "gauntlet_http_request_duration_quantile_seconds", Gauge, "s",
        "Response time of a second at a quantile (0.5, 0.95, 0.99; 1 is the largest), all routes; none where too few requests ended in it.", Quantile);

    internal static ExportedMetric WorkloadCores { get; } = new(
        "gauntlet_workload_cpu_cores", Gauge, "", "Processor seconds per second of all pods of a workload.", Namespace, Workload);

    internal static ExportedMetric WorkloadMemory { get; } = new(
        "gauntlet_workload_memory_working_set_bytes", Gauge, "By", "Working set of all pods of a workload.", Namespace, Workload);

    internal static ExportedMetric WorkloadThrottled { get; } = new(
        "gauntlet_workload_cpu_throttled_ratio", Gauge, "1", "Share of the periods in which a container reached its CPU limit.", Namespace, Workload);

    internal static ExportedMetric MachineCores { get; } = new(
        "gauntlet_machine_cpu_cores", Gauge, "", "Processors that were busy on the generator's machine: all, the generator's, the nodes'.", Part);

    internal static ExportedMetric Replicas { get; } = new(
        "gauntlet_hpa_replicas", Gauge, "", "Replicas of what a HorizontalPodAutoscaler scales: desired, current, ready.", Namespace, Workload, State);

    internal static ExportedMetric StageInfo { get; } = new(
        "gauntlet_stage_info", Gauge, "",
        "1 while a phase of a stage lasted: of LoadTest warm-up and measured, of Chaos each fault until all was as before.", Stage, Phase);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ExportedMetric> All { get; } =
    [
        ResponseTime, ServiceTime, Requests, Dropped, SendLag, RequestRate, FailureRate, ResponseQuantile, WorkloadCores, WorkloadMemory, WorkloadThrottled,
        MachineCores, Replicas, StageInfo,
    ];
}
