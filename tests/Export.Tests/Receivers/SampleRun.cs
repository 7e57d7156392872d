using Gauntlet.Export.Model;
using Gauntlet.Metrics.Model;

namespace Gauntlet.Export.Tests.Receivers;

/// <summary>A run with everything that is exported: routes, failures, resources, an autoscaler, a fault.</summary>
internal static class SampleRun
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public static readonly LoadRun Run = Runs.Typical();

    public static readonly MetricsDocument Metrics = Runs.Document(Run) with { Resources = Runs.Resources, Scaling = Runs.Scaling };

    public static IReadOnlyList<ExportedSeries> Series(DateTimeOffset? began = null) =>
    [
        .. RunSeries.Of(Run, Metrics, began ?? Noon),
        .. RunSeries.OfFault(Metrics.Header, began ?? Noon, "pod-delete:foo@5s,for=5s", 5, 12),
    ];
}
