using Gauntlet.Metrics.Recording;

namespace Gauntlet.Metrics.Statistics;

/// <summary>
/// Percentile intervals by resampling whole blocks of seconds with replacement, which keeps the correlation of requests inside a block:
/// E. Carlstein, Annals of Statistics 14 (1986) 1171-1179 (non-overlapping blocks) with the percentile method of B. Efron,
/// Annals of Statistics 7 (1979) 1-26. The ends are rounded outwards to the 1.6 % wide slots of the per-second histograms.
/// </summary>
internal sealed class BlockBootstrap
{
    /// <summary>Fewer blocks than this say nothing about their own spread.</summary>
    public const int FewestBlocks = 5;

    private readonly int[][] _draws;

    /// <param name="blocks">Blocks to draw from.</param>
    /// <param name="resamples">Resamples; the same draws serve every route, so that routes can be compared.</param>
    /// <param name="seed">Seed of the draws.</param>
    public BlockBootstrap(int blocks, int resamples, ulong seed)
    {
        Blocks = blocks;
        var random = new SplitMix(seed);
        _draws = new int[resamples][];
        for (var i = 0; i < resamples; i++)
        {
            var multiplicity = new int[blocks];
            for (var k = 0; k < blocks; k++)
            {
                multiplicity[random.Below(blocks)]++;
            }

            _draws[i] = multiplicity;
        }
    }

    public int Blocks { get; }

    /// <summary>The slot that holds the percentile in each resample, ascending. A resample without any sample is left out.</summary>
    /// <param name="cumulative">Cumulative counts per block over <paramref name="slots"/> slots.</param>
    /// <param name="slots">Slots of one block.</param>
    /// <param name="percentile">In (0, 100).</param>
    public int[] Resample(long[][] cumulative, int slots, decimal percentile)
    {
        var found = new List<int>(_draws.Length);
        foreach (var draw in _draws)
        {
            var samples = Total(cumulative, draw, slots - 1);
            if (samples > 0)
            {
                found.Add(Find(cumulative, draw, slots, Percentile.RankOf(percentile, samples)));
            }
        }

        found.Sort();
        return [.. found];
    }

    /// <summary>The 95 % interval of a percentile in microseconds; null with fewer than <see cref="FewestBlocks"/> blocks that hold samples.</summary>
    public (long Low, long High)? Interval(BlockCounts counts, decimal percentile)
    {
        if (counts.Occupied < FewestBlocks)
        {
            return null;
        }

        var slots = Resample(counts.Cumulative, counts.Slots, percentile);
        var low = slots[(int)Math.Floor(0.025 * (slots.Length - 1))];
        var high = slots[(int)Math.Ceiling(0.975 * (slots.Length - 1))];
        return (BlockGrid.Buckets.LowestOf(low + counts.FirstSlot), BlockGrid.Buckets.HighestOf(high + counts.FirstSlot));
    }

    private static int Find(long[][] cumulative, int[] draw, int slots, long rank)
    {
        var (low, high) = (0, slots - 1);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = Total(cumulative, draw, middle) >= rank ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    private static long Total(long[][] cumulative, int[] draw, int slot)
    {
        long total = 0;
        for (var block = 0; block < draw.Length; block++)
        {
            if (draw[block] != 0)
            {
                total += draw[block] * cumulative[block][slot];
            }
        }

        return total;
    }
}

/// <summary>Cumulative counts per block, cut to the slots that hold samples.</summary>
internal sealed class BlockCounts
{
    /// <param name="grid">The grid.</param>
    /// <param name="routes">Routes to add up.</param>
    /// <param name="blocks">Blocks to read; later ones are empty.</param>
    public BlockCounts(BlockGrid grid, Range routes, int blocks)
    {
        var sums = new long[blocks][];
        var (first, last) = (BlockGrid.Slots, -1);
        for (var block = 0; block < blocks; block++)
        {
            sums[block] = new long[BlockGrid.Slots];
            for (var route = routes.Start.Value; route < routes.End.Value; route++)
            {
                var cell = grid.Cell(block, route);
                for (var slot = cell.IndexOfAnyExcept(0); slot >= 0 && slot < cell.Length; slot++)
                {
                    sums[block][slot] += cell[slot];
                    if (cell[slot] != 0)
                    {
                        (first, last) = (Math.Min(first, slot), Math.Max(last, slot));
                    }
                }
            }
        }

        FirstSlot = Math.Min(first, Math.Max(last, 0));
        Slots = Math.Max(1, last - FirstSlot + 1);
        Cumulative = Array.ConvertAll(sums, Accumulate);
        Occupied = Cumulative.Count(c => c[^1] > 0);
    }

    public int FirstSlot { get; }

    public int Slots { get; }

    public long[][] Cumulative { get; }

    /// <summary>Blocks with at least one sample.</summary>
    public int Occupied { get; }

    private long[] Accumulate(long[] counts)
    {
        var cumulative = new long[Slots];
        long total = 0;
        for (var i = 0; i < Slots; i++)
        {
            cumulative[i] = total += counts[FirstSlot + i];
        }

        return cumulative;
    }
}

/// <summary>
/// SplitMix64 (G. L. Steele, D. Lea, C. H. Flood, OOPSLA 2014): the same draws on every platform and framework, which System.Random does not promise.
/// </summary>
internal sealed class SplitMix(ulong seed)
{
    private ulong _state = seed;

    public int Below(int limit) => (int)Math.BigMul(Next(), (ulong)limit, out _);

    private ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
