using Gauntlet.Metrics.Recording;

namespace Gauntlet.Experiments.Tests.Chaos;

/// <summary>Requests to two routes in turn, 500 a second for 20 s, answered in a millisecond but for what a test makes of them.</summary>
internal static class Streams
{
    public const double Rate = 500;
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(20);

    public static IReadOnlyList<RequestSample> Of(Func<RequestSample, RequestSample>? change = null) =>
    [
        .. Enumerable.Range(0, (int)(Rate * Length.TotalSeconds))
            .Select(index => new RequestSample(TimeSpan.FromSeconds(index / Rate), TimeSpan.FromMilliseconds(1), index % 2, Outcome.Success))
            .Select(request => change?.Invoke(request) ?? request),
    ];

    /// <summary>True for a request of a route that was due within these seconds.</summary>
    public static bool IsOf(this RequestSample request, int route, double from, double to) =>
        request.Route == route && request.Due.TotalSeconds >= from && request.Due.TotalSeconds < to;
}
