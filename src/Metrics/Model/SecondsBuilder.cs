using Gauntlet.Metrics.Recording;
using Gauntlet.Metrics.Statistics;

namespace Gauntlet.Metrics.Model;

/// <summary>Builds the curve over time. Where blocks are longer than a second, all seconds of a block carry the block's percentiles.</summary>
internal static class SecondsBuilder
{
    public static IReadOnlyList<SecondMetrics> Build(Recorder recorder, int planned)
    {
        var last = Math.Min(planned, recorder.Seconds);
        while (last < recorder.Seconds && recorder.OutcomesOf(last).IndexOfAnyExcept(0) >= 0)
        {
            last++;
        }

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
