namespace Gauntlet.Experiments.Resources;

/// <summary>The samples of one node, pod or container. Counters never fall: one that was reset adds nothing in the interval in which it was.</summary>
internal sealed class UsageSeries
{
    /// <summary>Beyond these every other one is left out, as often as it takes.</summary>
    private const int MostSamples = 4_096;

    private readonly List<UsageSample> _samples = [];
    private int _stride = 1;
    private int _since;

    /// <summary>In the order of their time, each time once.</summary>
    public IReadOnlyList<UsageSample> Samples => _samples;

    /// <summary>Whether it began while its node was read already: before, it used nothing.</summary>
    public bool IsNew { get; init; }

    /// <summary>When it was read last, also where the sample was an old one.</summary>
    public DateTimeOffset LastRead { get; private set; }

    /// <summary>Adds the newest sample; one that is no newer than the last is known already.</summary>
    public void Add(UsageSample sample)
    {
        LastRead = sample.ReadAt;
        if (_samples.Count > 0 && sample.At <= _samples[^1].At)
        {
            return;
        }

        // The newest always stays: the one before it goes, where the stride says so.
        if (_samples.Count > 1 && ++_since < _stride)
        {
            _samples[^1] = sample;
            return;
        }

        _since = 0;
        _samples.Add(sample);
        if (_samples.Count > MostSamples)
        {
            var kept = _samples.Where((_, index) => index % 2 == 0 || index == _samples.Count - 1).ToList();
            _samples.Clear();
            _samples.AddRange(kept);
            _stride *= 2;
        }
    }

    /// <summary>What a counter rose by from one moment to another; moments outside of the samples are those of the first and the last one.</summary>
    public double? Rise(Func<UsageSample, long?> counter, DateTimeOffset from, DateTimeOffset to)
    {
        double? rise = null;
        for (var i = 1; i < _samples.Count; i++)
        {
            var (before, after) = (_samples[i - 1], _samples[i]);
            var (start, end) = (Later(before.At, from), Earlier(after.At, to));
            if (end >= start && counter(before) is { } low && counter(after) is { } high)
            {
                rise = (rise ?? 0) + (Math.Max(0, high - low) * ((end - start) / (after.At - before.At)));
            }
        }

        return rise;
    }

    /// <summary>A quantity at a moment, between its neighbours; null outside of the samples.</summary>
    public double? Level(Func<UsageSample, long?> quantity, DateTimeOffset at)
    {
        for (var i = 1; i < _samples.Count; i++)
        {
            var (before, after) = (_samples[i - 1], _samples[i]);
            if (at >= before.At && at <= after.At && quantity(before) is { } low && quantity(after) is { } high)
            {
                return low + ((high - low) * ((at - before.At) / (after.At - before.At)));
            }
        }

        return null;
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
