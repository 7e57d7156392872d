namespace Gauntlet.Experiments;

/// <summary>What happened in a session, in the order of its one clock. Any thread may add to it.</summary>
public sealed class Timeline(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly List<Mark> _marks = [];

    /// <summary>Everything that was marked so far, the earliest first.</summary>
    public IReadOnlyList<Mark> Marks
    {
        get
        {
            lock (_lock)
            {
                return [.. _marks.OrderBy(mark => mark.At)];
            }
        }
    }

    /// <summary>Marks what happens now.</summary>
    public void Add(string what) => Add(time.GetUtcNow(), what);

    /// <summary>Marks what somebody else dates, such as an event of the cluster.</summary>
    public void Add(DateTimeOffset at, string what)
    {
        lock (_lock)
        {
            _marks.Add(new Mark(at, what));
        }
    }
}

/// <summary>Something that happened.</summary>
/// <param name="At">When; a cluster's own events are dated by the cluster's clock.</param>
/// <param name="What">One sentence.</param>
public sealed record Mark(DateTimeOffset At, string What);
