using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Api.Patching;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Api;

/// <summary>JSON merge patch, strategic merge patch and server-side apply, on objects and their status.</summary>
internal sealed class PatchHandler(Registry registry, FieldValidation fields)
{
    private const string ApplyType = "application/apply-patch+yaml";
    private const string MergeType = "application/merge-patch+json";
    private const string StrategicType = "application/strategic-merge-patch+json";

    public async Task HandleAsync(HttpContext context, ApiPath path)
    {
        var mediaType = (context.Request.ContentType ?? "").Split(';')[0].Trim();
        var patch = await RequestBody.ReadAsync(context) ?? throw StatusException.BadRequest("the patch is empty");
        var options = WriteOptions.Parse(context.Request);
        var patched = mediaType switch
        {
            MergeType => Merge(path, options, current => (JsonObject)MergePatch.Apply(current, patch)!),
            StrategicType when !path.Type.IsCustom => Merge(path, options, current => new StrategicMergePatch(path.Type.Kind).Apply(current, patch)),
            _ => throw Unsupported(mediaType, path.Type),
        };
        await context.WriteAsync(200, patched.Value);

        StoredObject Merge(ApiPath target, WriteOptions write, Func<JsonObject, JsonObject> change)
        {
            JsonObject Change(JsonObject current)
            {
                var before = current.Copy();
                var next = change(current);
                fields.Check(context, target.Type, next, write);
                write.Track(target.Type, before, next, target.Subresource);
                return next;
            }

            return target.Subresource == "status"
                ? registry.UpdateStatus(target.Type, target.Namespace ?? "", target.Name!, Change)
                : registry.Update(target.Type, target.Namespace ?? "", target.Name!, Change, write.DryRun);
        }
    }

    private static StatusException Unsupported(string mediaType, ResourceType type) => new(415, "UnsupportedMediaType",
        $"the body of the request was in an unknown format - accepted media types include: {MergeType}{(type.IsCustom ? "" : $", {StrategicType}")}, {ApplyType} (got {mediaType})");
}
