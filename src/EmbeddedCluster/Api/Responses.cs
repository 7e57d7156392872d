using System.Text.Json;
using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Api;

/// <summary>Writes answers.</summary>
internal static class Responses
{
    public static async Task WriteAsync(this HttpContext context, int code, JsonNode body)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = "application/json";
        await context.Response.BodyWriter.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(body), context.RequestAborted);
    }

    public static Task WriteAsync(this HttpContext context, StatusException problem) => context.WriteAsync(problem.Code, problem.ToStatus());

    public static JsonObject Success(ResourceType type, JsonObject item) => new()
    {
        ["kind"] = "Status",
        ["apiVersion"] = "v1",
        ["metadata"] = new JsonObject(),
        ["status"] = "Success",
        ["details"] = new JsonObject { ["name"] = item.Name(), ["group"] = type.Group, ["kind"] = type.Plural, ["uid"] = item.Uid() },
    };
}
