using System.Collections.Concurrent;

namespace Gauntlet.EmbeddedCluster.Storage;

internal readonly record struct LogLine(DateTimeOffset Time, string Text);

/// <summary>What one run of a container printed; the oldest lines go first when there are too many.</summary>
internal sealed class ContainerLog(TimeProvider clock)
{
    private const int MaximumLines = 5_000;
    private readonly Lock _gate = new();
    private readonly Queue<LogLine> _lines = new();
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _dropped;
    private bool _completed;

    public void Write(string text)
    {
        lock (_gate)
        {
            _lines.Enqueue(new LogLine(clock.GetUtcNow(), text));
            if (_lines.Count > MaximumLines)
            {
                _lines.Dequeue();
                _dropped++;
            }

            Signal();
        }
    }

    public void Complete()
    {
        lock (_gate)
        {
            _completed = true;
            Signal();
        }
    }

    /// <summary>The lines after a position, as far as they are still kept, and moves the position behind the last of them.</summary>
    public IReadOnlyList<LogLine> Read(ref long position)
    {
        lock (_gate)
        {
            var skip = (int)Math.Max(0, position - _dropped);
            position = _dropped + _lines.Count;
            return [.. _lines.Skip(skip)];
        }
    }

    /// <summary>Waits for lines after a position; false when the container ended and there are none.</summary>
    public async Task<bool> WaitAsync(long position, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task more;
            lock (_gate)
            {
                if (_dropped + _lines.Count > position)
                {
                    return true;
                }

                if (_completed)
                {
                    return false;
                }

                more = _more.Task;
            }

            await more.WaitAsync(cancellationToken);
        }
    }

    private void Signal()
    {
        _more.TrySetResult();
        _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>The logs of all containers: of the current run and of the one before.</summary>
internal sealed class ContainerLogs(TimeProvider clock)
{
    private readonly ConcurrentDictionary<(string Pod, string Container), (ContainerLog Current, ContainerLog? Previous)> _logs = new();

    public ContainerLog Begin(string podUid, string container)
    {
        var log = new ContainerLog(clock);
        _logs.AddOrUpdate((podUid, container), _ => (log, null), (_, old) => (log, old.Current));
        return log;
    }

    public ContainerLog? Find(string podUid, string container, bool previous) =>
        _logs.TryGetValue((podUid, container), out var logs) ? (previous ? logs.Previous : logs.Current) : null;

    /// <summary>Drops the logs of a pod that has ended, and ends those who still follow them.</summary>
    public void Forget(string podUid)
    {
        foreach (var key in _logs.Keys.Where(key => key.Pod == podUid))
        {
            if (_logs.TryRemove(key, out var logs))
            {
                logs.Current.Complete();
            }
        }
    }
}
