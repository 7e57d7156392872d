namespace Gauntlet.LoadGenerator.Planning;

/// <summary>Weighted choice in O(1): two loads and a compare (Vose 1991). Probabilities are exact to 2^-32.</summary>
internal sealed class AliasTable
{
    private readonly uint[] _threshold;
    private readonly int[] _alias;

    public AliasTable(IReadOnlyList<double> weights)
    {
        var n = weights.Count;
        _threshold = new uint[n];
        _alias = new int[n];

        var mean = weights.Sum() / n;
        var scaled = weights.Select(weight => weight / mean).ToArray();
        var small = new Stack<int>(Enumerable.Range(0, n).Where(i => scaled[i] < 1));
        var large = new Stack<int>(Enumerable.Range(0, n).Where(i => scaled[i] >= 1));
        while (small.Count > 0 && large.Count > 0)
        {
            var low = small.Pop();
            var high = large.Pop();
            _threshold[low] = (uint)(scaled[low] * uint.MaxValue);
            _alias[low] = high;
            scaled[high] -= 1 - scaled[low];
            (scaled[high] < 1 ? small : large).Push(high);
        }

        // What is left is 1 up to rounding: it keeps its own column.
        foreach (var full in small.Concat(large))
        {
            _threshold[full] = uint.MaxValue;
            _alias[full] = full;
        }
    }

    /// <summary>The choice for 64 random bits: the upper half picks the column, the lower half one of its two values.</summary>
    public int Pick(ulong bits)
    {
        var column = (int)(((bits >> 32) * (ulong)_threshold.Length) >> 32);
        return (uint)bits <= _threshold[column] ? column : _alias[column];
    }
}
