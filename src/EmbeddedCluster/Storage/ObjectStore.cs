using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Gauntlet.EmbeddedCluster.Storage;

/// <summary>
/// All objects, in memory, with one revision counter for the whole store as etcd has it. Reads never block; a write compares the revision
/// it was computed from and is recomputed when another write came first.
/// </summary>
internal sealed class ObjectStore(TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Queue<StoreChange> _history = new();
    private readonly Dictionary<string, List<Watcher>> _watchers = new(StringComparer.Ordinal);
    private ImmutableDictionary<string, ImmutableSortedDictionary<string, StoredObject>> _objects =
        ImmutableDictionary.Create<string, ImmutableSortedDictionary<string, StoredObject>>(StringComparer.Ordinal);
    private long _revision = 1;
    private long _forgotten;

    /// <summary>Called after every change, in order, on the writer's thread: a subscriber only queues work.</summary>
    public event Action<StoreChange>? Changed;

    /// <summary>How many changes a watch may begin behind the newest one.</summary>
    public int HistoryLength { get; init; } = 20_000;

    public long Revision => Interlocked.Read(ref _revision);

    public StoredObject? Find(ResourceType type, string space, string name) =>
        Of(type).TryGetValue(Key(space, name), out var found) ? found : null;

    public StoredObject Get(ResourceType type, string space, string name) => Find(type, space, name) ?? throw StatusException.NotFound(type, name);

    public IEnumerable<StoredObject> List(ResourceType type, string? space = null)
    {
        var all = Of(type).Values;
        return space is null ? all : all.Where(item => item.Value.Namespace() == space);
    }

    /// <summary>A list and the revision it was taken at: a watch from there misses nothing.</summary>
    public (long Revision, IReadOnlyCollection<StoredObject> Items) Snapshot(ResourceType type)
    {
        lock (_gate)
        {
            return (_revision, [.. Of(type).Values]);
        }
    }

    public StoredObject Create(ResourceType type, JsonObject item)
    {
        var metadata = item.Ensure("metadata");
        metadata.Default("uid", Guid.NewGuid().ToString());
        metadata["creationTimestamp"] = clock.Timestamp();
        metadata.Remove("deletionTimestamp");
        metadata.Remove("deletionGracePeriodSeconds");
        lock (_gate)
        {
            if (Of(type).ContainsKey(Key(item.Namespace(), item.Name())))
            {
                throw StatusException.AlreadyExists(type, item.Name());
            }

            return Write(ChangeKind.Added, type, item, null);
        }
    }

    /// <summary>
    /// Replaces an object by what <paramref name="change"/> makes of a copy of it; null or an equal result changes nothing.
    /// The function may run again when another writer came first.
    /// </summary>
    public StoredObject Update(ResourceType type, string space, string name, Func<JsonObject, JsonObject?> change)
    {
        while (true)
        {
            var current = Get(type, space, name);
            var next = change(current.Copy());
            if (next is null || JsonReading.Same(next, current.Value))
            {
                return current;
            }

            lock (_gate)
            {
                if (ReferenceEquals(Find(type, space, name), current))
                {
                    return Write(ChangeKind.Modified, type, next, current);
                }
            }
        }
    }

    /// <summary>The same for a caller that does not mind when the object is gone.</summary>
    public StoredObject? TryUpdate(ResourceType type, string space, string name, Func<JsonObject, JsonObject?> change)
    {
        try
        {
            return Update(type, space, name, change);
        }
        catch (StatusException gone) when (gone.Code == 404)
        {
            return null;
        }
    }

    /// <summary>Removes an object for good. Returns null when it is gone already, or is not the one with the given uid.</summary>
    public StoredObject? Remove(ResourceType type, string space, string name, string? uid = null)
    {
        lock (_gate)
        {
            var current = Find(type, space, name);
            return current is null || (uid is not null && current.Value.Uid() != uid) ? null : Write(ChangeKind.Deleted, type, current.Copy(), current);
        }
    }

    /// <summary>Changes after <paramref name="since"/>; throws <c>Expired</c> (410) when the history no longer reaches back that far.</summary>
    public Watcher Watch(ResourceType type, long since)
    {
        lock (_gate)
        {
            if (since < _forgotten)
            {
                throw StatusException.Expired(since, _forgotten);
            }

            var watcher = new Watcher(type, Unsubscribe);
            foreach (var change in _history.Where(change => change.Revision > since && change.Object.Type.Qualified == type.Qualified))
            {
                watcher.Offer(change);
            }

            Watchers(type).Add(watcher);
            return watcher;
        }
    }

    private void Unsubscribe(Watcher watcher)
    {
        lock (_gate)
        {
            Watchers(watcher.Type).Remove(watcher);
        }
    }

    private StoredObject Write(ChangeKind kind, ResourceType type, JsonObject item, StoredObject? previous)
    {
        var revision = Interlocked.Increment(ref _revision);
        item.Ensure("metadata")["resourceVersion"] = revision.ToString(CultureInfo.InvariantCulture);
        item.Settle();
        var written = new StoredObject(type, item, revision);
        var key = Key(item.Namespace(), item.Name());
        var siblings = Of(type);
        _objects = _objects.SetItem(type.Qualified, kind == ChangeKind.Deleted ? siblings.Remove(key) : siblings.SetItem(key, written));

        var change = new StoreChange(kind, written, previous);
        _history.Enqueue(change);
        if (_history.Count > HistoryLength)
        {
            _forgotten = _history.Dequeue().Revision;
        }

        foreach (var watcher in Watchers(type))
        {
            watcher.Offer(change);
        }

        Changed?.Invoke(change);
        return written;
    }

    private ImmutableSortedDictionary<string, StoredObject> Of(ResourceType type) =>
        _objects.TryGetValue(type.Qualified, out var found) ? found : ImmutableSortedDictionary.Create<string, StoredObject>(StringComparer.Ordinal);

    private List<Watcher> Watchers(ResourceType type)
    {
        if (!_watchers.TryGetValue(type.Qualified, out var list))
        {
            _watchers[type.Qualified] = list = [];
        }

        return list;
    }

    private static string Key(string space, string name) => $"{space}/{name}";
}
