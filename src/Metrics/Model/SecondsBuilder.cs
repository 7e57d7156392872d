using Gauntlet.Metrics.Recording;
using Gauntlet.Metrics.Statistics;

namespace Gauntlet.Metrics.Model;

/// <summary>Builds the curve over time. Where blocks are longer than a second, all seconds of a block carry the block's percentiles.</summary>
internal static class SecondsBuilder
{
    public static IReadOnlyList<SecondMetrics> Build(Recorder recorder, int planned)
    {
        var last = Count(recorder, planned);
        var blocks = new BlockCounts(recorder.ResponseGrid, 0..recorder.Routes.Count, recorder.ResponseGrid.Blocks);
        var seconds = new List<SecondMetrics>(last);
        for (var second = 0; second < last; second++)
        {
            var outcomes = recorder.OutcomesOf(second);
            var failures = FailureKinds.Failures(outcomes);
            var block = recorder.BlockOf(second);
            seconds.Add(new SecondMetrics(
                second, outcomes[0] + failures, failures,
                At(blocks, block, 50), At(blocks, block, 95), At(blocks, block, 99), At(blocks, block, null), FailureKinds.Named(outcomes)));
        }

        return seconds;
    }

    /// <summary>Those of one route, where there are others and each second has a block of its own.</summary>
    public static IReadOnlyList<RouteSecond> OfRoute(Recorder recorder, int route, int planned)
    {
        if (recorder.Routes.Count == 1 || recorder.BlockSeconds > 1)
        {
            return [];
        }

        var blocks = new BlockCounts(recorder.ResponseGrid, route..(route + 1), recorder.ResponseGrid.Blocks);
        return
        [
            .. Enumerable.Range(0, Count(recorder, planned)).Select(second => (Second: second, Block: recorder.BlockOf(second)))
                .Select(at => new RouteSecond(at.Second, At(blocks, at.Block, 50), At(blocks, at.Block, 95), At(blocks, at.Block, null))),
        ];
    }

    /// <summary>The planned length, and what ended later.</summary>
    private static int Count(Recorder recorder, int planned)
    {
        var last = Math.Min(planned, recorder.Seconds);
        while (last < recorder.Seconds && recorder.OutcomesOf(last).IndexOfAnyExcept(0) >= 0)
        {
            last++;
        }

        return last;
    }

    /// <summary>The percentile, or the largest value for null, in milliseconds.</summary>
    private static double? At(BlockCounts blocks, int block, decimal? percentile)
    {
        var cumulative = blocks.Cumulative[block];
        var samples = cumulative[^1];
        if (samples == 0 || (percentile is { } asked && !Percentile.IsSupported(asked, samples)))
        {
            return null;
        }

        var rank = percentile is { } p ? Percentile.RankOf(p, samples) : samples;
        var slot = Array.FindIndex(cumulative, c => c >= rank);
        return Units.Milliseconds(Math.Min(BlockGrid.Buckets.HighestOf(slot + blocks.FirstSlot), Recorder.HighestMicroseconds));
    }
}
