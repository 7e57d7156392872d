namespace Gauntlet.LoadGenerator.Planning;

/// <summary>
/// Random numbers by position: draw i is a pure function of (seed, stream, i), so loops and machines agree without talking.
/// The i-th output of SplitMix64 (Steele, Lea and Flood 2014) started at a key mixed from seed and stream.
/// </summary>
internal readonly struct CounterRandom(ulong seed, ulong stream)
{
    private const ulong Golden = 0x9E37_79B9_7F4A_7C15;

    private readonly ulong _key = Mix(seed + Mix((stream + 1) * Golden));

    public ulong Bits(long i) => Mix(_key + ((ulong)(i + 1) * Golden));

    /// <summary>Exponential with mean 1.</summary>
    public double Exponential(long i)
    {
        var unit = ((Bits(i) >> 11) + 1) * (1.0 / (1UL << 53)); // (0, 1]
        return -Log(unit);
    }

    /// <summary>
    /// Natural logarithm of (0, 1] out of additions, multiplications and one division: the library's may differ in its last bit from one
    /// platform to the next, and then so would the plan.
    /// </summary>
    internal static double Log(double x)
    {
        var bits = BitConverter.DoubleToInt64Bits(x);
        var exponent = (int)(bits >> 52) - 1023;
        var mantissa = BitConverter.Int64BitsToDouble((bits & 0x000F_FFFF_FFFF_FFFF) | 0x3FF0_0000_0000_0000);
        if (mantissa > 1.4142135623730951)
        {
            mantissa *= 0.5;
            exponent++;
        }

        // ln m = 2 artanh s with s = (m - 1) / (m + 1) <= 0.172: twelve terms leave less than 2^-60.
        var s = (mantissa - 1) / (mantissa + 1);
        var square = s * s;
        var sum = 0.0;
        for (var k = 23; k >= 1; k -= 2)
        {
            sum = (sum * square) + (1.0 / k);
        }

        return (2 * s * sum) + (exponent * 0.6931471805599453);
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
        z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
        return z ^ (z >> 31);
    }
}
