using System.Runtime.CompilerServices;

namespace Gauntlet.Metrics.Recording;

/// <summary>
/// Coarse histograms (64 slots per doubling: at most 1.6 % wide) per block of seconds and route, as one flat array. They feed the block bootstrap
/// and the curves over time; every printed percentile comes from the raw samples or the full histogram instead.
/// </summary>
internal sealed class BlockGrid
{
    private readonly int _routes;
    private int[] _counts;

    public BlockGrid(int routes, int blocks)
    {
        _routes = routes;
        Blocks = blocks;
        _counts = new int[blocks * routes * Slots];
    }

    /// <summary>What a slot holds, in microseconds.</summary>
    public static LogLinear Buckets => new(6);

    /// <summary>Slots of one cell, for 0 to 60 s.</summary>
    public static int Slots { get; } = Buckets.BucketOf(Recorder.HighestMicroseconds) + 1;

    public int Blocks { get; private set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Record(int block, int route, long microseconds) => _counts[((block * _routes) + route) * Slots + Buckets.BucketOf(microseconds)]++;

    /// <summary>The counts of all blocks: by block, then route, then slot.</summary>
    public Span<int> Counts => _counts.AsSpan(0, Blocks * _routes * Slots);

    public ReadOnlySpan<int> Cell(int block, int route) => _counts.AsSpan(((block * _routes) + route) * Slots, Slots);

    public void Grow(int blocks)
    {
        if (blocks * _routes * Slots > _counts.Length)
        {
            Array.Resize(ref _counts, blocks * _routes * Slots);
        }

        Blocks = Math.Max(blocks, Blocks);
    }

    /// <summary>Makes blocks twice as long: each two become one.</summary>
    public void Pair()
    {
        var size = _routes * Slots;
        for (var block = 1; block < Blocks; block++)
        {
            var from = _counts.AsSpan(block * size, size);
            var to = _counts.AsSpan(block / 2 * size, size);
            for (var i = 0; i < size; i++)
            {
                to[i] = block % 2 == 0 ? from[i] : to[i] + from[i];
            }
        }

        var left = (Blocks + 1) / 2;
        _counts.AsSpan(left * size).Clear();
        Blocks = left;
    }

    public void Merge(BlockGrid other)
    {
        Grow(other.Blocks);
        for (var i = 0; i < other.Blocks * _routes * Slots; i++)
        {
            _counts[i] += other._counts[i];
        }
    }
}
