using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Api;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Controllers;

/// <summary>Deletes what a deleted owner leaves behind, or first, or not at all, as the deletion asked (background, foreground, orphan).</summary>
internal sealed class GarbageCollector(Registry registry, ResourceCatalogue catalogue, TimeProvider clock, ILogger<GarbageCollector> logger) : Controller(registry.Store, clock, logger)
{
    protected override IEnumerable<string> KeysOf(StoreChange change)
    {
        var item = change.Object.Value;
        if (change.Kind == ChangeKind.Deleted)
        {
            return [item.Uid(), .. item.Objects("metadata", "ownerReferences").Select(owner => owner.Text("uid")!)];
        }

        return item.IsDeleting() && item.Texts("metadata", "finalizers").Any(IsOurs) ? [item.Uid()] : [];
    }

    protected override void Reconcile(string key)
    {
        var owner = catalogue.All.SelectMany(type => Store.List(type)).FirstOrDefault(item => item.Value.Uid() == key);
        var dependents = catalogue.All.SelectMany(type => Store.List(type))
            .Where(item => item.Value.Objects("metadata", "ownerReferences").Any(reference => reference.Text("uid") == key)).ToList();
        if (owner is null)
        {
            DeleteAll(dependents, DeleteRequest.Default);
        }
        else if (owner.Value.IsDeleting() && owner.Value.Texts("metadata", "finalizers").Contains("orphan"))
        {
            Orphan(key, dependents);
            Release(owner, "orphan");
        }
        else if (owner.Value.IsDeleting() && owner.Value.Texts("metadata", "finalizers").Contains("foregroundDeletion"))
        {
            DeleteAll(dependents, DeleteRequest.Default with { Propagation = "Foreground" });
            if (dependents.Count == 0)
            {
                Release(owner, "foregroundDeletion");
            }
        }
    }

    private void DeleteAll(List<StoredObject> dependents, DeleteRequest request)
    {
        foreach (var item in dependents.Where(item => !item.Value.IsDeleting()))
        {
            try
            {
                registry.Delete(item.Type, item.Value.Namespace(), item.Value.Name(), request with { Uid = item.Value.Uid() });
            }
            catch (StatusException gone) when (gone.Code is 404 or 409)
            {
                // Somebody else was faster.
            }
        }
    }

    private void Orphan(string ownerUid, List<StoredObject> dependents)
    {
        foreach (var item in dependents)
        {
            Store.TryUpdate(item.Type, item.Value.Namespace(), item.Value.Name(), current =>
            {
                var kept = current.Objects("metadata", "ownerReferences").Where(reference => reference.Text("uid") != ownerUid).Select(reference => reference.DeepClone());
                current.Ensure("metadata")["ownerReferences"] = new JsonArray([.. kept]);
                return current;
            });
        }
    }

    private void Release(StoredObject owner, string finalizer)
    {
        if (Store.TryUpdate(owner.Type, owner.Value.Namespace(), owner.Value.Name(), current =>
        {
            var kept = current.Texts("metadata", "finalizers").Where(entry => entry != finalizer).Select(entry => (JsonNode)entry);
            current.Ensure("metadata")["finalizers"] = new JsonArray([.. kept]);
            return current;
        }) is { } released)
        {
            registry.FinishDeletion(released);
        }
    }

    private static bool IsOurs(string finalizer) => finalizer is "orphan" or "foregroundDeletion";
}
