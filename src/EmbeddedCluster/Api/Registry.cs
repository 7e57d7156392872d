using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Api.Admission;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Api;

/// <summary>What every write passes through, whether it comes over HTTP or from a controller: names, defaults, validation, generations, deletion.</summary>
internal sealed class Registry(ObjectStore store, Defaults defaults, TimeProvider clock)
{
    public ObjectStore Store { get; } = store;

    public StoredObject Create(ResourceType type, JsonObject item, bool dryRun = false)
    {
        GenerateName(item);
        RequireNamespace(type, item);
        item["apiVersion"] = type.ApiVersion;
        item["kind"] = type.Kind;
        item.Ensure("metadata")["uid"] = Guid.NewGuid().ToString();
        if (type.HasStatus && !type.IsCustom && type.Kind != "Node")
        {
            item.Remove("status");
        }

        Tidy(item);
        defaults.Apply(type, item);
        Validation.New(type, item);
        if (HasGeneration(type))
        {
            item.Ensure("metadata")["generation"] = 1;
        }

        if (dryRun)
        {
            return Store.Find(type, item.Namespace(), item.Name()) is null
                ? new StoredObject(type, item, Store.Revision)
                : throw StatusException.AlreadyExists(type, item.Name());
        }

        return Store.Create(type, item);
    }

    /// <summary>Changes the main part of an object; its status stays what it is.</summary>
    public StoredObject Update(ResourceType type, string space, string name, Func<JsonObject, JsonObject?> change, bool dryRun = false)
    {
        JsonObject? Apply(JsonObject current)
        {
            var before = current.Copy();
            var next = change(current);
            if (next is null)
            {
                return null;
            }

            CheckPreconditions(type, before, next);
            KeepSystemFields(type, before, next);
            Tidy(next);
            defaults.Apply(type, next);
            Validation.Change(type, before, next);
            if (HasGeneration(type) && !JsonReading.Same(before["spec"], next["spec"]))
            {
                next.Ensure("metadata")["generation"] = before.Generation() + 1;
            }

            return next;
        }

        var updated = Write(type, space, name, Apply, dryRun);
        return dryRun ? updated : FinishDeletion(updated) ?? updated;
    }

    /// <summary>Changes only the status of an object.</summary>
    public StoredObject UpdateStatus(ResourceType type, string space, string name, Func<JsonObject, JsonObject?> change, bool dryRun = false) =>
        Write(type, space, name, current =>
        {
            var before = current.Copy();
            var next = change(current);
            if (next is null)
            {
                return null;
            }

            CheckPreconditions(type, before, next);
            var status = next["status"]?.DeepClone();
            var managed = next.At("metadata", "managedFields")?.DeepClone();
            before["status"] = status;
            if (managed is not null)
            {
                before.Ensure("metadata")["managedFields"] = managed;
            }

            return before;
        }, dryRun);

    /// <summary>Deletes an object, or marks it when somebody has to finish the deletion first (grace period, finalizers, namespace content).</summary>
    public StoredObject Delete(ResourceType type, string space, string name, DeleteRequest request)
    {
        var current = Store.Get(type, space, name);
        request.Check(type, current.Value);
        if (request.DryRun)
        {
            return current;
        }

        var grace = GraceOf(type, current.Value, request);
        if (grace == 0 && request.Finalizer is null && !HasFinalizers(current))
        {
            return Store.Remove(type, space, name, current.Value.Uid()) ?? throw StatusException.NotFound(type, name);
        }

        var marked = Store.Update(type, space, name, item =>
        {
            if (request.Finalizer is { } finalizer && item.Text("metadata", "deletionTimestamp") is null)
            {
                var finalizers = item.Texts("metadata", "finalizers").Append(finalizer).Distinct().Select(entry => (JsonNode)entry);
                item.Ensure("metadata")["finalizers"] = new JsonArray([.. finalizers]);
            }

            var metadata = item.Ensure("metadata");
            if (item.Number("metadata", "deletionGracePeriodSeconds") is { } running && running <= grace && item.IsDeleting())
            {
                return null;
            }

            metadata["deletionTimestamp"] = clock.GetUtcNow().AddSeconds(grace).ToString(
                "yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
            metadata["deletionGracePeriodSeconds"] = grace;
            if (type.Kind == "Namespace")
            {
                item.Ensure("status")["phase"] = "Terminating";
            }

            if (HasGeneration(type))
            {
                metadata["generation"] = item.Generation() + 1;
            }

            return item;
        });
        return FinishDeletion(marked) ?? marked;
    }

    /// <summary>The same for a caller that does not mind when the object is gone, or another has its name by now.</summary>
    public void TryDelete(ResourceType type, JsonObject item, DeleteRequest request)
    {
        try
        {
            Delete(type, item.Namespace(), item.Name(), request with { Uid = item.Uid() });
        }
        catch (StatusException gone) when (gone.Code is 404 or 409)
        {
            // Somebody else was faster.
        }
    }

    /// <summary>Removes a marked object once nothing holds it any more.</summary>
    public StoredObject? FinishDeletion(StoredObject item)
    {
        var value = item.Value;
        var held = !value.IsDeleting()
            || HasFinalizers(item)
            || (item.Type.Kind == "Pod" && value.Int(0, "metadata", "deletionGracePeriodSeconds") > 0);
        return held ? null : Store.Remove(item.Type, value.Namespace(), value.Name(), value.Uid());
    }

    private StoredObject Write(ResourceType type, string space, string name, Func<JsonObject, JsonObject?> change, bool dryRun)
    {
        if (!dryRun)
        {
            return Store.Update(type, space, name, change);
        }

        var current = Store.Get(type, space, name);
        return new StoredObject(type, change(current.Copy()) ?? current.Value, current.Revision);
    }

    private static bool HasFinalizers(StoredObject item) =>
        item.Value.Texts("metadata", "finalizers").Any() || (item.Type.Kind == "Namespace" && item.Value.Texts("spec", "finalizers").Any());

    private static int GraceOf(ResourceType type, JsonObject item, DeleteRequest request)
    {
        if (type.Kind != "Pod" || item.Text("spec", "nodeName") is null || item.Text("status", "phase") is "Succeeded" or "Failed")
        {
            return 0;
        }

        return request.GraceSeconds ?? item.Int(30, "spec", "terminationGracePeriodSeconds");
    }

    private void RequireNamespace(ResourceType type, JsonObject item)
    {
        if (!type.Namespaced)
        {
            item.Ensure("metadata").Remove("namespace");
            return;
        }

        var space = Store.Find(ResourceCatalogue.Namespaces, "", item.Namespace())
            ?? throw StatusException.NotFound(ResourceCatalogue.Namespaces, item.Namespace());
        if (space.Value.IsDeleting() && type.Kind != "Event")
        {
            throw new StatusException(403, "Forbidden",
                $"{type.Qualified} \"{item.Name()}\" is forbidden: "
                + $"unable to create new content in namespace {item.Namespace()} because it is being terminated");
        }
    }

    private static void CheckPreconditions(ResourceType type, JsonObject before, JsonObject next)
    {
        if (next.Text("metadata", "resourceVersion") is { Length: > 0 } asked && asked != before.Text("metadata", "resourceVersion"))
        {
            throw StatusException.Conflict(type, before.Name(), "the object has been modified; please apply your changes to the latest version and try again");
        }

        if (next.Text("metadata", "uid") is { Length: > 0 } uid && uid != before.Uid())
        {
            throw StatusException.Conflict(type, before.Name(), $"Precondition failed: UID in precondition: {uid}, UID in object meta: {before.Uid()}");
        }
    }

    private static void KeepSystemFields(ResourceType type, JsonObject before, JsonObject next)
    {
        next["apiVersion"] = type.ApiVersion;
        next["kind"] = type.Kind;
        var metadata = next.Ensure("metadata");
        foreach (var field in new[]
        {
            "name", "namespace", "uid", "creationTimestamp", "generation", "resourceVersion", "deletionTimestamp", "deletionGracePeriodSeconds",
        })
        {
            if (before.At("metadata", field) is { } value)
            {
                metadata[field] = value.DeepClone();
            }
            else
            {
                metadata.Remove(field);
            }
        }

        if (type.HasStatus)
        {
            next.Remove("status");
            if (before["status"] is { } status)
            {
                next["status"] = status.DeepClone();
            }
        }

        // A Service keeps its address unless the writer names another one, which validation then refuses.
        if (type.Kind == "Service" && string.IsNullOrEmpty(next.Text("spec", "clusterIP")) && before.At("spec", "clusterIP") is { } address)
        {
            next.Ensure("spec")["clusterIP"] = address.DeepClone();
        }
    }

    /// <summary>Leaves out empty metadata, as Kubernetes writes it; a patch would otherwise show differences where there are none.</summary>
    private static void Tidy(JsonObject item)
    {
        var metadata = item.Ensure("metadata");
        foreach (var field in new[] { "labels", "annotations", "finalizers", "ownerReferences" })
        {
            if (metadata[field] is null or JsonObject { Count: 0 } or JsonArray { Count: 0 })
            {
                metadata.Remove(field);
            }
        }
    }

    private static bool HasGeneration(ResourceType type) =>
        type.IsCustom || type.Kind is "Deployment" or "ReplicaSet" or "Job" or "Ingress" or "NetworkPolicy"
            or "IngressClass" or "CustomResourceDefinition" or "EndpointSlice" or "Pod";

    private static void GenerateName(JsonObject item)
    {
        if (item.Name().Length == 0 && item.Text("metadata", "generateName") is { Length: > 0 } prefix)
        {
            item.Ensure("metadata")["name"] = prefix + RandomSuffix();
        }
    }

    private static string RandomSuffix() =>
        string.Create(5, 0, (span, _) => System.Security.Cryptography.RandomNumberGenerator.GetItems("bcdfghjklmnpqrstvwxz2456789", span));
}
