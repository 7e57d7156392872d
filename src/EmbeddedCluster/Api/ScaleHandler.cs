using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Api.Apply;
using Gauntlet.EmbeddedCluster.Api.Patching;
using Gauntlet.EmbeddedCluster.Storage;
using Gauntlet.ObjectRules;

namespace Gauntlet.EmbeddedCluster.Api;

/// <summary>The scale subresource of Deployments and ReplicaSets.</summary>
internal sealed class ScaleHandler(Registry registry, FieldManager managers)
{
    public async Task HandleAsync(HttpContext context, ApiPath path)
    {
        var space = path.Namespace ?? "";
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await context.WriteAsync(200, Scale(registry.Store.Get(path.Type, space, path.Name!).Value));
            return;
        }

        var body = await RequestBody.ReadAsync(context) ?? throw StatusException.BadRequest("the request has no body");
        var options = WriteOptions.Parse(context.Request);
        var updated = registry.Update(path.Type, space, path.Name!, current =>
        {
            var before = current.Copy();
            var scale = HttpMethods.IsPatch(context.Request.Method) ? (JsonObject)MergePatch.Apply(Scale(current), body)! : body;
            if (scale.Number("spec", "replicas") is not { } replicas || replicas is < 0 or > 10_000)
            {
                var given = scale.At("spec", "replicas")?.ToJsonString() ?? "null";
                throw StatusException.Invalid(
                    path.Type, path.Name!, new ObjectProblem("spec.replicas", "FieldValueInvalid", given, "must be between 0 and 10000"));
            }

            if (scale.Text("metadata", "resourceVersion") is { Length: > 0 } revision)
            {
                current.Ensure("metadata")["resourceVersion"] = revision;
            }

            current.Ensure("spec")["replicas"] = replicas;
            managers.Track(path.Type, before, current, options.Manager, "scale");
            return current;
        }, options.DryRun);
        await context.WriteAsync(200, Scale(updated.Value));
    }

    private static JsonObject Scale(JsonObject item) => new()
    {
        ["kind"] = "Scale",
        ["apiVersion"] = "autoscaling/v1",
        ["metadata"] = new JsonObject
        {
            ["name"] = item.Name(),
            ["namespace"] = item.Namespace(),
            ["uid"] = item.Uid(),
            ["resourceVersion"] = item.Text("metadata", "resourceVersion"),
            ["creationTimestamp"] = item.Text("metadata", "creationTimestamp"),
        },
        ["spec"] = new JsonObject { ["replicas"] = item.Int(0, "spec", "replicas") },
        ["status"] = new JsonObject
        {
            ["replicas"] = item.Int(0, "status", "replicas"),
            ["selector"] = string.Join(',', item.Map("spec", "selector", "matchLabels").Select(pair => $"{pair.Key}={pair.Value}")),
        },
    };
}
