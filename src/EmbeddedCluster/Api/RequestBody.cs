using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Gauntlet.EmbeddedCluster.Storage;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Gauntlet.EmbeddedCluster.Api;

/// <summary>Reads request bodies, JSON or YAML, and says what is wrong with those that are neither.</summary>
internal static class RequestBody
{
    /// <summary>The limit of a real API server.</summary>
    public const int MaximumBytes = 3 * 1024 * 1024;

    /// <summary>The body as an object; null when there is none.</summary>
    public static async Task<JsonObject?> ReadAsync(HttpContext context)
    {
        var bytes = await ReadBytesAsync(context);
        if (bytes.Length == 0)
        {
            return null;
        }

        var contentType = context.Request.ContentType ?? "application/json";
        if (contentType.Contains("protobuf", StringComparison.Ordinal) || contentType.Contains("cbor", StringComparison.Ordinal))
        {
            throw new StatusException(415, "UnsupportedMediaType",
                $"the body of the request was in an unknown format - accepted media types include: application/json, application/yaml (got {contentType})");
        }

        var node = contentType.Contains("yaml", StringComparison.Ordinal) ? ParseYaml(bytes) : ParseJson(bytes);
        return node as JsonObject ?? throw StatusException.BadRequest(
            $"the request's body is a JSON {node?.GetValueKind().ToString() ?? "null"}, but an object is needed");
    }

    private static async Task<byte[]> ReadBytesAsync(HttpContext context)
    {
        if (context.Request.ContentLength > MaximumBytes)
        {
            throw TooLarge();
        }

        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await context.Request.Body.ReadAsync(chunk, context.RequestAborted)) > 0)
        {
            if (buffer.Length + read > MaximumBytes)
            {
                throw TooLarge();
            }

            buffer.Write(chunk, 0, read);
        }

        return buffer.ToArray();
    }

    private static StatusException TooLarge() => new(413, "RequestEntityTooLarge", $"Request entity too large: limit is {MaximumBytes}");

    private static JsonNode? ParseJson(byte[] bytes)
    {
        if (!Utf8.IsValid(bytes))
        {
            throw StatusException.BadRequest("the request's body is not valid JSON: it is not UTF-8");
        }

        try
        {
            var node = JsonNode.Parse(bytes, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
            node.Settle();
            return node;
        }
        catch (Exception malformed) when (malformed is JsonException or ArgumentException or InvalidOperationException)
        {
            throw StatusException.BadRequest($"the request's body is not valid JSON: {malformed.Message}");
        }
    }

    private static JsonNode? ParseYaml(byte[] bytes)
    {
        try
        {
            var parser = new Parser(new StreamReader(new MemoryStream(bytes)));
            parser.Consume<StreamStart>();
            parser.Consume<DocumentStart>();
            return YamlJson.Read(parser, 0);
        }
        catch (YamlException malformed)
        {
            throw StatusException.BadRequest($"the request's body is not valid YAML: {malformed.Message}");
        }
    }
}
