namespace Gauntlet.Experiments.Resources;

/// <summary>All samples of a session, by what they are of. Any thread may add to it.</summary>
internal sealed class UsageHistory
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Node, string? Pod, string? Container), UsageSeries> _series = [];
    private readonly Dictionary<string, (DateTimeOffset Before, DateTimeOffset Last)> _readings = [];

    /// <summary>The nodes that were read, each with the last time.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Nodes
    {
        get
        {
            lock (_lock)
            {
                return _readings.ToDictionary(reading => reading.Key, reading => reading.Value.Last);
            }
        }
    }

    /// <summary>Adds a sample. What was not there when its node was read before has begun since, from zero.</summary>
    public void Add(UsageSample sample)
    {
        lock (_lock)
        {
            var known = _readings.TryGetValue(sample.Node, out var readings);
            if (!known || sample.ReadAt > readings.Last)
            {
                _readings[sample.Node] = readings = (known ? readings.Last : default, sample.ReadAt);
            }

            var key = (sample.Node, sample.Pod, sample.Container);
            if (!_series.TryGetValue(key, out var series))
            {
                var isNew = sample.Pod is not null && readings.Before != default && readings.Before < sample.At;
                _series[key] = series = new UsageSeries { IsNew = isNew };
                if (isNew)
                {
                    series.Add(Unused(sample, readings.Before));
                }
            }

            series.Add(sample);
        }
    }

    /// <summary>Of the nodes themselves.</summary>
    public IReadOnlyList<UsageSeries> OfNodes() => Where(key => key.Pod is null);

    /// <summary>Of a pod; null where it was never seen.</summary>
    public UsageSeries? Of(string pod) => Where(key => key.Pod == pod && key.Container is null) is [var series, ..] ? series : null;

    /// <summary>Of the containers of a pod, by their ids.</summary>
    public IReadOnlyList<(string Id, UsageSeries Series)> ContainersOf(string pod)
    {
        lock (_lock)
        {
            return [.. _series.Where(entry => entry.Key.Pod == pod && entry.Key.Container is not null).Select(entry => (entry.Key.Container!, entry.Value))];
        }
    }

    private IReadOnlyList<UsageSeries> Where(Func<(string Node, string? Pod, string? Container), bool> wanted)
    {
        lock (_lock)
        {
            return [.. _series.Where(entry => wanted(entry.Key)).Select(entry => entry.Value)];
        }
    }

    private static UsageSample Unused(UsageSample first, DateTimeOffset at) => new(first.Node, first.Pod, first.Container, at, at)
    {
        Cpu = first.Cpu is null ? null : 0,
        WorkingSet = first.WorkingSet is null ? null : 0,
        Periods = first.Periods is null ? null : 0,
        Throttled = first.Throttled is null ? null : 0,
        ThrottledTime = first.ThrottledTime is null ? null : 0,
        OomKills = first.OomKills is null ? null : 0,
        Received = first.Received is null ? null : 0,
        Sent = first.Sent is null ? null : 0,
        CpuPressure = first.CpuPressure is null ? null : 0,
    };
}
