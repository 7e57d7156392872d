using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Tests.Parity;

/// <summary>Watches a namespace and everything in it, and notes for each object what its conditions, phase, containers and events went through.</summary>
internal sealed class TransitionRecorder : IAsyncDisposable
{
    private readonly string _space;
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ObjectHistory> _histories = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonObject> _current = new(StringComparer.Ordinal);
    private readonly List<Task> _watches;
    private bool _ending;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="space">A namespace that was just created: its resource version is older than whatever comes into it, however late a watch opens.</param>
    public TransitionRecorder(ClusterClient client, JsonObject space)
    {
        _space = space.Name();
        var since = space.Text("metadata", "resourceVersion")!;
        _watches =
        [
            FollowAsync(client, "api/v1/namespaces", $"&fieldSelector=metadata.name%3D{_space}", "0"),
            .. new[] { "apis/apps/v1/{0}/deployments", "apis/apps/v1/{0}/replicasets", "api/v1/{0}/pods", "api/v1/{0}/events" }
                .Select(path => FollowAsync(client, string.Format(null, path, $"namespaces/{_space}"), "", since)),
        ];
    }

    /// <summary>
    /// What was seen, one line for each object and aspect; objects that share a role are told apart by their lines only, as their names are random.
    /// </summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate)
            {
                return [.. _histories.Values.SelectMany(history => history.Lines).Order(StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>From now on only the end of things is noted: what a workload still reports while all of it is deleted at once is a matter of time.</summary>
    public void BeginEnd()
    {
        lock (_gate)
        {
            _ending = true;
        }
    }

    /// <summary>Waits until what exists now is as wanted.</summary>
    public async Task UntilAsync(string what, Func<IReadOnlyCollection<JsonObject>, bool> wanted, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (wanted(_current.Values))
                {
                    return;
                }

                changed = _changed.Task;
            }

            try
            {
                var ended = await Task.WhenAny([changed, .. _watches]).WaitAsync(cancellationToken);
                if (ended != changed)
                {
                    await ended;
                    throw new InvalidOperationException($"A watch of namespace {_space} ended while waiting for: {what}.");
                }
            }
            catch (OperationCanceledException)
            {
                throw new AssertionException($"Namespace {_space}: {what} never came. Seen so far:\n{string.Join('\n', Lines)}");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_watches).ContinueWith(_ => { }, TaskScheduler.Default);
        _end.Dispose();
    }

    private async Task FollowAsync(ClusterClient client, string path, string selector, string since)
    {
        await foreach (var (type, item) in client.WatchAsync(path, selector, since, _end.Token))
        {
            lock (_gate)
            {
                Observe(type, item);
                _changed.TrySetResult();
                _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    private void Observe(string type, JsonObject item)
    {
        if (item.Kind() == "Event")
        {
            if (_ending)
            {
                return;
            }

            _current[item.Uid()] = item;
            var about = item.Text("involvedObject", "uid") ?? "";
            History(about, $"{item.Text("involvedObject", "kind")} {item.Text("involvedObject", "name")}").Event(item);
            return;
        }

        History(item.Uid(), "").Observe(item, gone: type == "DELETED", onlyLife: _ending && item.Kind() != "Namespace");
        if (type == "DELETED")
        {
            _current.Remove(item.Uid());
        }
        else
        {
            _current[item.Uid()] = item;
        }
    }

    private ObjectHistory History(string uid, string name)
    {
        if (!_histories.TryGetValue(uid, out var history))
        {
            _histories[uid] = history = new ObjectHistory(name);
        }

        return history;
    }
}
