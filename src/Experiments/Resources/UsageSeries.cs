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
            _samples[^1] = Merged(sample, _samples[^1]);
            return;
        }

        _since = 0;
        _samples.Add(sample);
        if (_samples.Count > MostSamples)
        {
            var kept = _samples.Skip(1).Chunk(2).Select(pair => pair is [var older, var newer] ? Merged(newer, older) : pair[0]).Prepend(_samples[0]).ToList();
            _samples.Clear();
            _samples.AddRange(kept);
            _stride *= 2;
        }
    }

    /// <summary>What a counter rose by from one moment to another; moments outside of the samples are those of the first and the last one.</summary>
    public double? Rise(Func<UsageSample, long?> counter, DateTimeOffset from, DateTimeOffset to)
    {
        double? rise = null;
        foreach (var (before, after) in Pairs(counter))
        {
            var (start, end) = (Later(before.At, from), Earlier(after.At, to));
            if (end >= start)
            {
                rise = (rise ?? 0) + (Math.Max(0, after.Value - before.Value) * ((end - start) / (after.At - before.At)));
            }
        }

        return rise;
    }

    /// <summary>A quantity at a moment, between its neighbours; null outside of the samples.</summary>
    public double? Level(Func<UsageSample, long?> quantity, DateTimeOffset at)
    {
        foreach (var (before, after) in Pairs(quantity))
        {
            if (at >= before.At && at <= after.At)
            {
                return before.Value + ((after.Value - before.Value) * ((at - before.At) / (after.At - before.At)));
            }
        }

        return null;
    }

    /// <summary>Neighbours, of the samples that tell the quantity: not each does.</summary>
    private IEnumerable<((DateTimeOffset At, long Value) Before, (DateTimeOffset At, long Value) After)> Pairs(Func<UsageSample, long?> quantity)
    {
        (DateTimeOffset At, long Value)? last = null;
        foreach (var sample in _samples)
        {
            if (quantity(sample) is not { } value)
            {
                continue;
            }

            if (last is { } before)
            {
                yield return (before, (sample.At, value));
            }

            last = (sample.At, value);
        }
    }

    /// <summary>A sample that takes the place of an older one, with what only that one told.</summary>
    private static UsageSample Merged(UsageSample newer, UsageSample older) => newer with
    {
        WorkingSet = newer.WorkingSet ?? older.WorkingSet,
        OomKills = newer.OomKills ?? older.OomKills,
        Received = newer.Received ?? older.Received,
        Sent = newer.Sent ?? older.Sent,
        CpuPressure = newer.CpuPressure ?? older.CpuPressure,
    };

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
