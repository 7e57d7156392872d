using Gauntlet.Metrics.Recording;
using Gauntlet.Metrics.Statistics;

namespace Gauntlet.Experiments.Chaos;

/// <summary>The requests of a load around a fault. Times are from the start of the measured part.</summary>
internal sealed class RequestStream
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(500);
    private const int Windows = 3;
    private const int Least = 20;

    private readonly IReadOnlyList<RequestSample> _all;
    private readonly TimeSpan _injected;
    private readonly TimeSpan _slow;
    private readonly double _errorsBefore;
    private readonly TimeSpan _p95Before;

    /// <param name="all">Of the routes that are looked at, by when they were due.</param>
    /// <param name="injected">When the fault came.</param>
    /// <param name="timeout">Deadline of a request.</param>
    public RequestStream(IReadOnlyList<RequestSample> all, TimeSpan injected, TimeSpan timeout)
    {
        (_all, _injected) = (all, injected);
        Before = [.. all.Where(request => request.Due + request.Response < injected)];
        var times = Before.Select(request => request.Response).Order().ToArray();
        _p95Before = At(95, times);
        _slow = TimeSpan.FromTicks(Math.Max(4 * At(99, times).Ticks, Math.Min(timeout.Ticks / 2, Slow.Ticks)));
        _errorsBefore = Before.Count == 0 ? 0 : Before.Count(HasFailed) / (double)Before.Count;
        Bad = [.. all.Where(request => request.Due + request.Response >= injected && (HasFailed(request) || request.Response > _slow))];
    }

    /// <summary>Those that had ended before the fault.</summary>
    public IReadOnlyList<RequestSample> Before { get; }

    /// <summary>
    /// Those that the fault can have hit and that failed, or took longer than four times the p99 of before and half a second, or half of a shorter timeout.
    /// </summary>
    public IReadOnlyList<RequestSample> Bad { get; }

    /// <summary>How many of them failed.</summary>
    public int Failed => Bad.Count(HasFailed);

    /// <summary>
    /// From when the first of them was due to when the last one that failed was due, or the last slow one was answered; null where there are none.
    /// </summary>
    public (TimeSpan From, TimeSpan To)? Felt => Bad.Count == 0
        ? null : (Bad[0].Due, Bad.Max(request => HasFailed(request) ? request.Due : request.Due + request.Response));

    /// <summary>
    /// From the first bad request to the start of the first second after which three in a row are as good as before the fault: as few errors,
    /// but for chance, and
    /// a p95 of at most half more and 100 ms. Zero where nothing was felt, null where the load ended before.
    /// </summary>
    public TimeSpan? Recovery()
    {
        if (Felt is not { } felt)
        {
            return TimeSpan.Zero;
        }

        var end = _all[^1].Due;
        for (var from = felt.From; from + (Windows * Window) <= end; from += Step)
        {
            if (Enumerable.Range(0, Windows).All(index => IsAsBefore(from + (index * Window))))
            {
                return from - felt.From;
            }
        }

        return null;
    }

    /// <summary>Each second up to the last one in which a request was due.</summary>
    public IReadOnlyList<ExperimentSecond> Seconds()
    {
        var bySecond = _all.ToLookup(request => (int)request.Due.TotalSeconds);
        return [.. Enumerable.Range(0, _all.Count == 0 ? 0 : (int)_all[^1].Due.TotalSeconds + 1).Select(second => Of(second, [.. bySecond[second]]))];

        static ExperimentSecond Of(int second, RequestSample[] requests)
        {
            var times = requests.Select(request => request.Response).Order().ToArray();
            double? Milliseconds(TimeSpan time) => times.Length == 0 ? null : Math.Round(time.TotalMilliseconds, 3);
            return new ExperimentSecond(second, requests.Length, requests.Count(HasFailed), Milliseconds(At(50, times)), Milliseconds(times.LastOrDefault()));
        }
    }

    /// <summary>Whether a request got no right answer.</summary>
    public static bool HasFailed(RequestSample request) => request.Outcome != Outcome.Success;

    private bool IsAsBefore(TimeSpan from)
    {
        var (requests, first) = (new List<RequestSample>(), FirstFrom(from));
        for (var index = first; index < _all.Count && _all[index].Due < from + Window; index++)
        {
            requests.Add(_all[index]);
        }

        if (requests.Count < Least)
        {
            return false;
        }

        var chance = 3 * Math.Sqrt(_errorsBefore * (1 - _errorsBefore) / requests.Count);
        return requests.Count(HasFailed) / (double)requests.Count <= _errorsBefore + chance
            && At(95, [.. requests.Select(request => request.Response).Order()]) <= (1.5 * _p95Before) + Step;
    }

    private int FirstFrom(TimeSpan from)
    {
        var (low, high) = (0, _all.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _all[middle].Due < from ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static TimeSpan At(decimal percentile, TimeSpan[] sorted) =>
        sorted.Length == 0 ? TimeSpan.Zero : sorted[Percentile.RankOf(percentile, sorted.Length) - 1];
}
