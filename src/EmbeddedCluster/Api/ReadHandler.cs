using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Api;

/// <summary>Get, list and watch.</summary>
internal sealed class ReadHandler(ObjectStore store, TimeProvider clock, IHostApplicationLifetime lifetime)
{
    public async Task HandleAsync(HttpContext context, ApiPath path)
    {
        var options = ReadOptions.Parse(context.Request, path, clock);
        if (options.Watch)
        {
            await new WatchStream(context, store, path.Type, options, clock).RunAsync(lifetime.ApplicationStopping);
        }
        else if (path.Name is not null)
        {
            await GetAsync(context, path, options);
        }
        else
        {
            await ListAsync(context, path.Type, options);
        }
    }

    private async Task GetAsync(HttpContext context, ApiPath path, ReadOptions options)
    {
        var found = store.Get(path.Type, path.Namespace ?? "", path.Name!);
        if (options.Table is { } table)
        {
            await context.WriteAsync(200, table.Render(path.Type, [found.Value], found.Revision));
        }
        else if (options.MetadataOnly)
        {
            await context.WriteAsync(200, found.Value.OnlyMetadata());
        }
        else
        {
            context.Response.ContentType = "application/json";
            await context.Response.BodyWriter.WriteAsync(found.Utf8, context.RequestAborted);
        }
    }

    private async Task ListAsync(HttpContext context, ResourceType type, ReadOptions options)
    {
        var (revision, all) = store.Snapshot(type);
        var items = all.Where(item => options.Selects(item.Value));
        if (options.Table is { } table)
        {
            await context.WriteAsync(200, table.Render(type, items.Select(item => item.Value), revision));
            return;
        }

        var (kind, version) = options.MetadataOnly ? ("PartialObjectMetadataList", "meta.k8s.io/v1") : ($"{type.Kind}List", type.ApiVersion);
        context.Response.ContentType = "application/json";
        var writer = context.Response.BodyWriter;
        Encoding.UTF8.GetBytes($$"""
            {"kind":"{{kind}}","apiVersion":"{{version}}","metadata":{"resourceVersion":"{{revision.ToString(CultureInfo.InvariantCulture)}}"},"items":[
            """, writer);
        var first = true;
        foreach (var item in items)
        {
            if (!first)
            {
                writer.Write(","u8);
            }

            first = false;
            writer.Write(options.MetadataOnly ? JsonSerializer.SerializeToUtf8Bytes<JsonNode>(item.Value.OnlyMetadata()) : item.Utf8.Span);
            if (writer.UnflushedBytes > 64 * 1024)
            {
                await writer.FlushAsync(context.RequestAborted);
            }
        }

        writer.Write("]}\n"u8);
        await writer.FlushAsync(context.RequestAborted);
    }
}
