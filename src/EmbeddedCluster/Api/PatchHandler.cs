using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Api.Apply;
using Gauntlet.EmbeddedCluster.Api.Patching;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Api;

/// <summary>JSON merge patch, strategic merge patch and server-side apply, on objects and their status.</summary>
internal sealed class PatchHandler(Registry registry, FieldValidation fields, FieldManager managers)
{
    private const string ApplyType = "application/apply-patch+yaml";
    private const string MergeType = "application/merge-patch+json";
    private const string StrategicType = "application/strategic-merge-patch+json";

    public async Task HandleAsync(HttpContext context, ApiPath path)
    {
        var mediaType = (context.Request.ContentType ?? "").Split(';')[0].Trim();
        if (mediaType is not (ApplyType or MergeType or StrategicType))
        {
            throw Unsupported(mediaType, path.Type);
        }

        var patch = await RequestBody.ReadAsync(context) ?? throw StatusException.BadRequest("the patch is empty");
        var options = WriteOptions.Parse(context.Request);
        var (code, patched) = mediaType switch
        {
            MergeType => (200, Merge(context, path, options, current => (JsonObject)MergePatch.Apply(current, patch)!)),
            StrategicType when !path.Type.IsCustom =>
                (200, Merge(context, path, options, current => new StrategicMergePatch(path.Type.Kind).Apply(current, patch))),
            ApplyType => Apply(context, path, options, patch),
            _ => throw Unsupported(mediaType, path.Type),
        };
        await context.WriteAsync(code, patched.Value);
    }

    private StoredObject Merge(HttpContext context, ApiPath path, WriteOptions options, Func<JsonObject, JsonObject> change) => Write(path, options, current =>
    {
        var before = current.Copy();
        var next = change(current);
        fields.Check(context, path.Type, next, options);
        managers.Track(path.Type, before, next, options.Manager, path.Subresource);
        return next;
    });

    private (int Code, StoredObject Item) Apply(HttpContext context, ApiPath path, WriteOptions options, JsonObject config)
    {
        if (!options.HasManager)
        {
            throw new StatusException(422, "Invalid", "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch");
        }

        if (config.Text("apiVersion") is null || config.Text("kind") is null)
        {
            throw StatusException.BadRequest("an applied object needs apiVersion and kind");
        }

        if (config.At("metadata", "managedFields") is JsonArray { Count: > 0 })
        {
            throw StatusException.BadRequest("metadata.managedFields must be nil");
        }

        WriteHandler.RequireKind(path.Type, config);
        fields.Check(context, path.Type, config, options);
        config.Ensure("metadata").Remove("managedFields");
        if (registry.Store.Find(path.Type, path.Namespace ?? "", path.Name!) is null && path.Subresource.Length == 0)
        {
            var metadata = config.Ensure("metadata");
            metadata["name"] = path.Name;
            if (path.Type.Namespaced)
            {
                metadata["namespace"] = path.Namespace;
            }

            return (201, registry.Create(path.Type, managers.Apply(path.Type, null, config, options.Manager, options.Force, ""), options.DryRun));
        }

        return (200, Write(path, options, current => managers.Apply(path.Type, current, config, options.Manager, options.Force, path.Subresource)));
    }

    private StoredObject Write(ApiPath path, WriteOptions options, Func<JsonObject, JsonObject> change) => path.Subresource == "status"
        ? registry.UpdateStatus(path.Type, path.Namespace ?? "", path.Name!, change, options.DryRun)
        : registry.Update(path.Type, path.Namespace ?? "", path.Name!, change, options.DryRun);

    private static StatusException Unsupported(string mediaType, ResourceType type) => new(415, "UnsupportedMediaType",
        $"the body of the request was in an unknown format - accepted media types include: "
        + $"{MergeType}{(type.IsCustom ? "" : $", {StrategicType}")}, {ApplyType} (got {mediaType})");
}
