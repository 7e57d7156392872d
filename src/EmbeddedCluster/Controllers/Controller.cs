using System.Collections.Concurrent;
using System.Threading.Channels;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Controllers;

/// <summary>A control loop: changes become keys, each key is reconciled by one worker, a failure is tried again.</summary>
internal abstract class Controller(ObjectStore store, TimeProvider clock, ILogger logger) : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private readonly Channel<string> _queue = Channel.CreateUnbounded<string>();
    private readonly ConcurrentDictionary<string, bool> _queued = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ITimer> _timers = new(StringComparer.Ordinal);

    protected ObjectStore Store { get; } = store;

    protected TimeProvider Clock { get; } = clock;

    /// <summary>What has to be looked at again because of a change.</summary>
    protected abstract IEnumerable<string> KeysOf(StoreChange change);

    /// <summary>Brings one thing nearer to what it should be. May be called at any time, and again.</summary>
    protected abstract void Reconcile(string key);

    protected void Enqueue(string key)
    {
        if (_queued.TryAdd(key, true))
        {
            _queue.Writer.TryWrite(key);
        }
    }

    protected void EnqueueAfter(string key, TimeSpan delay)
    {
        var timer = Clock.CreateTimer(_ => Enqueue(key), null, delay, Timeout.InfiniteTimeSpan);
        if (_timers.TryGetValue(key, out var old))
        {
            old.Dispose();
        }

        _timers[key] = timer;
    }

    protected static string Key(System.Text.Json.Nodes.JsonObject item) => $"{item.Namespace()}/{item.Name()}";

    protected static (string Space, string Name) Split(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return (key[..slash], key[(slash + 1)..]);
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Subscribed before the API answers: no change can be missed.
        Store.Changed += Notice;
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            await foreach (var key in _queue.Reader.ReadAllAsync(stoppingToken))
            {
                _queued.TryRemove(key, out _);
                ReconcileSafely(key);
            }
        }
        catch (OperationCanceledException)
        {
            // The cluster stops.
        }
        finally
        {
            Store.Changed -= Notice;
            foreach (var timer in _timers.Values)
            {
                await timer.DisposeAsync();
            }
        }
    }

    private void Notice(StoreChange change)
    {
        foreach (var key in KeysOf(change))
        {
            Enqueue(key);
        }
    }

    private void ReconcileSafely(string key)
    {
        try
        {
            Reconcile(key);
        }
        catch (StatusException conflict)
        {
            logger.LogDebug("{Controller} tries {Key} again: {Reason}", GetType().Name, key, conflict.Message);
            EnqueueAfter(key, RetryAfter);
        }
        catch (Exception defect)
        {
            // One object that a controller cannot handle must not stop it for all others.
            logger.LogError(defect, "{Controller} failed on {Key}", GetType().Name, key);
            EnqueueAfter(key, RetryAfter);
        }
    }
}
