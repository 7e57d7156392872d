using System.Text.Json;
using System.Text.Json.Nodes;
using Gauntlet.Workloads.Applying;
using Gauntlet.Workloads.Objects;
using k8s;

namespace Gauntlet.Workloads.Health;

/// <summary>Keeps single objects of any kind up to date, by asking for each again and again.</summary>
internal sealed class ObjectFeed(Kubernetes client, IReadOnlyList<KubeObject> wanted, Action changed, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly ApiRequests _requests = new(client);
    private volatile Dictionary<ObjectReference, JsonObject> _items = [];

    /// <summary>True once each was asked for.</summary>
    public bool Synced { get; private set; } = wanted.Count == 0;

    /// <summary>Why the last round failed; null when it did not.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Those that are on the cluster.</summary>
    public IReadOnlyDictionary<ObjectReference, JsonObject> Items => _items;

    public async Task RunAsync(CancellationToken cancellation)
    {
        while (wanted.Count > 0 && !cancellation.IsCancellationRequested)
        {
            try
            {
                var items = await AskAsync(cancellation).ConfigureAwait(false);
                var isNews = !Synced || items.Count != _items.Count || items.Any(entry => Version(entry.Value) != Version(_items.GetValueOrDefault(entry.Key)));
                (_items, Synced, Trouble) = (items, true, null);
                if (isNews)
                {
                    changed();
                }
            }
            catch (Exception e) when (
                e is HttpRequestException or IOException or ApiServerException || (e is OperationCanceledException && !cancellation.IsCancellationRequested)
                || ApiAnswer.IsUnreadable(e))
            {
                Trouble = e.Message.ReplaceLineEndings(" ");
                changed();
            }

            await Task.Delay(Pause, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<Dictionary<ObjectReference, JsonObject>> AskAsync(CancellationToken cancellation)
    {
        var items = new Dictionary<ObjectReference, JsonObject>();
        foreach (var entry in wanted)
        {
            if (await _requests.GetAsync(entry.Kind.PathOf(entry.Namespace, entry.Name), cancellation).ConfigureAwait(false) is { } found)
            {
                items[entry.Reference] = found["metadata"] is JsonObject metadata && metadata["uid"] is JsonValue
                    ? found.AsObject()
                    : throw new JsonException($"the answer for {entry} is no object");
            }
        }

        return items;
    }

    private static string? Version(JsonObject? item) => item?["metadata"]?["resourceVersion"]?.ToString();
}
