using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Api.Apply;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Api;

/// <summary>Create, update, delete, and deletion of a collection. Patches are in <see cref="PatchHandler"/>.</summary>
internal sealed class WriteHandler(Registry registry, FieldValidation fields, FieldManager managers)
{
    public async Task CreateAsync(HttpContext context, ApiPath path)
    {
        var body = await BodyAsync(context, path);
        if (path.Namespace is not null && path.Type.Namespaced)
        {
            body.Ensure("metadata")["namespace"] = path.Namespace;
        }

        var options = WriteOptions.Parse(context.Request);
        fields.Check(context, path.Type, body, options);
        managers.Track(path.Type, null, body, options.Manager, "");
        await context.WriteAsync(201, registry.Create(path.Type, body, options.DryRun).Value);
    }

    public async Task UpdateAsync(HttpContext context, ApiPath path)
    {
        var body = await BodyAsync(context, path);
        var options = WriteOptions.Parse(context.Request);
        if (body.Name() != path.Name)
        {
            throw StatusException.BadRequest($"the name of the object ({body.Name()}) does not match the name on the URL ({path.Name})");
        }

        JsonObject Replace(JsonObject before)
        {
            var next = body.Copy();
            managers.Track(path.Type, before, next, options.Manager, path.Subresource);
            return next;
        }

        fields.Check(context, path.Type, body, options);
        var updated = path.Subresource == "status"
            ? registry.UpdateStatus(path.Type, path.Namespace ?? "", path.Name!, Replace, options.DryRun)
            : registry.Update(path.Type, path.Namespace ?? "", path.Name!, Replace, options.DryRun);
        await context.WriteAsync(200, updated.Value);
    }

    public async Task DeleteAsync(HttpContext context, ApiPath path)
    {
        var request = DeleteRequest.Parse(await RequestBody.ReadAsync(context), context.Request.Query);
        var deleted = registry.Delete(path.Type, path.Namespace ?? "", path.Name!, request);
        var gone = registry.Store.Find(path.Type, path.Namespace ?? "", path.Name!)?.Value.Uid() != deleted.Value.Uid();
        await context.WriteAsync(200, gone ? Responses.Success(path.Type, deleted.Value) : deleted.Value);
    }

    public async Task DeleteCollectionAsync(HttpContext context, ApiPath path)
    {
        var request = DeleteRequest.Parse(await RequestBody.ReadAsync(context), context.Request.Query);
        var labels = LabelSelector.Parse(context.Request.Query["labelSelector"]);
        var fieldSelector = FieldSelector.Parse(context.Request.Query["fieldSelector"]);
        var items = registry.Store.List(path.Type, path.Type.Namespaced ? path.Namespace : null)
            .Where(item => labels.Matches(item.Value) && fieldSelector.Matches(item.Value)).ToList();
        foreach (var item in items)
        {
            registry.Delete(path.Type, item.Value.Namespace(), item.Value.Name(), request);
        }

        await context.WriteAsync(200, new JsonObject
        {
            ["kind"] = $"{path.Type.Kind}List",
            ["apiVersion"] = path.Type.ApiVersion,
            ["metadata"] = new JsonObject(),
            ["items"] = new JsonArray([.. items.Select(item => (JsonNode)item.Copy())]),
        });
    }

    private static async Task<JsonObject> BodyAsync(HttpContext context, ApiPath path)
    {
        var body = await RequestBody.ReadAsync(context) ?? throw StatusException.BadRequest("the request has no body");
        RequireKind(path.Type, body);
        if (path.Namespace is { Length: > 0 } space && body.Namespace() is { Length: > 0 } other && other != space)
        {
            throw StatusException.BadRequest($"the namespace of the provided object does not match the namespace sent on the request ({other} and {space})");
        }

        return body;
    }

    internal static void RequireKind(ResourceType type, JsonObject body)
    {
        if (body.Text("kind") is { } kind && kind != type.Kind)
        {
            throw StatusException.BadRequest($"{kind} in version \"{body.Text("apiVersion")}\" cannot be handled as a {type.Kind}");
        }

        if (body.Text("apiVersion") is { } version && version != type.ApiVersion)
        {
            throw StatusException.BadRequest($"the API version in the data ({version}) does not match the expected API version ({type.ApiVersion})");
        }
    }
}
