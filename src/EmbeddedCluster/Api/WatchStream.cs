using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Api;

/// <summary>One watch: changes of a kind as a stream of JSON lines, seen through the request's selectors.</summary>
internal sealed class WatchStream(HttpContext context, ObjectStore store, ResourceType type, ReadOptions options, TimeProvider clock)
{
    private static readonly TimeSpan BookmarkInterval = TimeSpan.FromSeconds(15);
    private long _sent;

    public async Task RunAsync(CancellationToken stopping)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        using var timeout = clock.CreateTimer(_ => end.Cancel(), null, options.Timeout, Timeout.InfiniteTimeSpan);
        var fresh = options.ResourceVersion is null or "" or "0" || options.SendInitialEvents;
        var (revision, items) = fresh ? store.Snapshot(type) : (options.Since, []);
        using var watcher = store.Watch(type, revision);
        context.Response.ContentType = "application/json";
        foreach (var item in items.Where(item => options.Selects(item.Value)))
        {
            WriteEvent("ADDED", item);
        }

        _sent = revision;
        if (options.SendInitialEvents)
        {
            WriteBookmark(initialEnd: true);
        }

        try
        {
            await context.Response.BodyWriter.FlushAsync(end.Token);
            await FollowAsync(watcher, end.Token);
        }
        catch (OperationCanceledException)
        {
            // The client left, the watch timed out or the server stops: a watch has no other end.
        }
    }

    private async Task FollowAsync(Watcher watcher, CancellationToken cancellationToken)
    {
        using var bookmarks = new PeriodicTimer(BookmarkInterval, clock);
        var tick = bookmarks.WaitForNextTickAsync(cancellationToken).AsTask();
        var change = watcher.Changes.WaitToReadAsync(cancellationToken).AsTask();
        while (true)
        {
            if (await Task.WhenAny(change, tick) == tick)
            {
                await tick;
                tick = bookmarks.WaitForNextTickAsync(cancellationToken).AsTask();
                if (options.AllowBookmarks)
                {
                    WriteBookmark(initialEnd: false);
                    await context.Response.BodyWriter.FlushAsync(cancellationToken);
                }

                continue;
            }

            if (!await change)
            {
                return;
            }

            while (watcher.Changes.TryRead(out var next))
            {
                Write(next);
                _sent = next.Revision;
            }

            await context.Response.BodyWriter.FlushAsync(cancellationToken);
            change = watcher.Changes.WaitToReadAsync(cancellationToken).AsTask();
        }
    }

    /// <summary>An object that a change moves out of the selection is deleted for this watch, one that it moves in is added.</summary>
    private void Write(StoreChange change)
    {
        var before = change.Previous is not null && options.Selects(change.Previous.Value);
        var now = change.Kind != ChangeKind.Deleted && options.Selects(change.Object.Value);
        var name = (before, now) switch
        {
            (false, true) => "ADDED",
            (true, true) => "MODIFIED",
            (true, false) => "DELETED",
            _ => null,
        };
        if (name is not null)
        {
            WriteEvent(name, change.Object);
        }
    }

    private void WriteEvent(string name, StoredObject item)
    {
        var writer = context.Response.BodyWriter;
        Encoding.UTF8.GetBytes($"{{\"type\":\"{name}\",\"object\":", writer);
        if (options.Table is { } table)
        {
            writer.Write(JsonSerializer.SerializeToUtf8Bytes(table.Render(type, [item.Value], item.Revision)));
        }
        else
        {
            writer.Write(options.MetadataOnly ? JsonSerializer.SerializeToUtf8Bytes(item.Value.OnlyMetadata()) : item.Utf8.Span);
        }

        writer.Write("}\n"u8);
    }

    private void WriteBookmark(bool initialEnd)
    {
        var metadata = new JsonObject { ["resourceVersion"] = _sent.ToString(CultureInfo.InvariantCulture), ["creationTimestamp"] = null };
        if (initialEnd)
        {
            metadata["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
        }

        var bookmark = new JsonObject
        {
            ["type"] = "BOOKMARK",
            ["object"] = new JsonObject { ["kind"] = type.Kind, ["apiVersion"] = type.ApiVersion, ["metadata"] = metadata },
        };
        context.Response.BodyWriter.Write(JsonSerializer.SerializeToUtf8Bytes(bookmark));
        context.Response.BodyWriter.Write("\n"u8);
    }
}
