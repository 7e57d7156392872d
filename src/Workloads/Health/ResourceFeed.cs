using k8s;
using k8s.Models;

namespace Gauntlet.Workloads.Health;

/// <summary>Keeps one kind of object up to date: a list, then a watch from there, and again whenever the watch ends.</summary>
internal sealed class ResourceFeed<T>(
    Func<CancellationToken, Task<(IList<T> Items, string Version)>> list,
    Func<string, Action<Exception>, CancellationToken, IAsyncEnumerable<(WatchEventType, T)>> watch,
    Action changed,
    TimeProvider time)
    where T : IKubernetesObject<V1ObjectMeta>
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);

    /// <summary>A watch whose other end is gone without a word stays silent for ever: after this long a new one is asked for.</summary>
    private static readonly TimeSpan MostOfOneWatch = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, T> _items = [];

    /// <summary>True once a list succeeded.</summary>
    public bool Synced { get; private set; }

    /// <summary>Why the last request failed; null when it did not.</summary>
    public string? Trouble { get; private set; }

    public IReadOnlyList<T> Items
    {
        get
        {
            lock (_items)
            {
                return [.. _items.Values];
            }
        }
    }

    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            using var renewal = new CancellationTokenSource(MostOfOneWatch, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(renewal.Token, cancellation);
            try
            {
                var version = await RelistAsync(cancellation).ConfigureAwait(false);
                await foreach (var (type, item) in watch(version, _ => { }, either.Token).ConfigureAwait(false))
                {
                    Apply(type, ApiAnswer.Complete(item));
                    changed();
                }
            }
            catch (OperationCanceledException) when (renewal.IsCancellationRequested)
            {
                // Time for a new watch; nothing is known to be wrong.
            }
            catch (Exception e) when (
                e is HttpRequestException or IOException or k8s.Autorest.HttpOperationException or KubernetesException or OperationCanceledException
                || ApiAnswer.IsUnreadable(e))
            {
                // A lost watch is no finding: the next list tells what was missed.
                Trouble = e.Message.ReplaceLineEndings(" ");
                changed();
            }

            await Task.Delay(RetryDelay, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<string> RelistAsync(CancellationToken cancellation)
    {
        var (items, version) = await list(cancellation).ConfigureAwait(false);
        lock (_items)
        {
            _items.Clear();
            foreach (var item in items)
            {
                _items[item.Metadata.Uid] = item;
            }
        }

        (Synced, Trouble) = (true, null);
        changed();
        return version;
    }

    private void Apply(WatchEventType type, T item)
    {
        lock (_items)
        {
            if (type is WatchEventType.Added or WatchEventType.Modified)
            {
                _items[item.Metadata.Uid] = item;
            }
            else if (type == WatchEventType.Deleted)
            {
                _items.Remove(item.Metadata.Uid);
            }
        }
    }
}
