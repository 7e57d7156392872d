using System.Numerics;
using System.Runtime.CompilerServices;

namespace Gauntlet.Metrics.Recording;

/// <summary>
/// Log-linear buckets, the only ones in the code: 2^(bits + 1) of width 1, then 2^bits per doubling, so that a bucket is at most 2^-bits of its
/// values wide. They are the buckets of an HdrHistogram of as many sub-buckets (G. Tene, http://hdrhistogram.org). The unit is the caller's.
/// </summary>
/// <param name="Bits">Bits of the resolution, 1 to 30: 6 is 1.6 %, 10 is 0.1 % (HdrHistogram's three digits).</param>
public readonly record struct LogLinear(int Bits)
{
    /// <summary>The bucket of a value from 0 on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int BucketOf(long value)
    {
        var shift = BitOperations.Log2((ulong)value | ((2UL << Bits) - 1)) - Bits;
        return (shift << Bits) + (int)(value >> shift);
    }

    /// <summary>The smallest value of a bucket.</summary>
    public long LowestOf(int bucket)
    {
        var shift = Math.Max(0, (bucket >> Bits) - 1);
        return (long)(bucket - (shift << Bits)) << shift;
    }

    /// <summary>The largest value of a bucket.</summary>
    public long HighestOf(int bucket) => LowestOf(bucket + 1) - 1;
}
