using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Api;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Controllers;

/// <summary>Deletes what a deleted owner leaves behind, or first, or not at all, as the deletion asked (background, foreground, orphan).</summary>
internal sealed class GarbageCollector(Registry registry, ResourceCatalogue catalogue, TimeProvider clock, ILogger<GarbageCollector> logger)
    : Controller(registry.Store, clock, logger)
{
    protected override IEnumerable<string> KeysOf(StoreChange change)
    {
        var item = change.Object.Value;
        if (change.Kind == ChangeKind.Deleted)
        {
            return [item.Uid(), .. Owners(change.Object)];
        }

        return item.IsDeleting() && item.Texts("metadata", "finalizers").Any(IsOurs) ? [item.Uid()] : [];
    }

    protected override void Reconcile(string key)
    {
        var all = catalogue.All.SelectMany(type => Store.List(type)).ToList();
        var owner = all.Find(item => item.Value.Uid() == key);
        var dependents = all.FindAll(item => Owners(item).Contains(key));
        if (owner is not null && Awaits(owner, "orphan"))
        {
            Orphan(key, dependents);
            Release(owner, "orphan");
        }
        else if (owner is null || Awaits(owner, "foregroundDeletion"))
        {
            // What has another owner that stays only loses this one.
            var staying = all.Where(item => item != owner && !Awaits(item, "foregroundDeletion"))
                .Select(item => item.Value.Uid()).ToHashSet(StringComparer.Ordinal);
            var shared = dependents.ToLookup(item => Owners(item).Any(staying.Contains));
            Orphan(key, shared[true]);
            DeleteAll(shared[false], DeleteRequest.Default with { Propagation = owner is null ? "Background" : "Foreground" });
            if (owner is not null && !shared[false].Any())
            {
                Release(owner, "foregroundDeletion");
            }
        }
    }

    private static IEnumerable<string> Owners(StoredObject item) => item.Value.Objects("metadata", "ownerReferences").Select(owner => owner.Text("uid") ?? "");

    private static bool Awaits(StoredObject item, string finalizer) =>
        item.Value.IsDeleting() && item.Value.Texts("metadata", "finalizers").Contains(finalizer);

    private void DeleteAll(IEnumerable<StoredObject> dependents, DeleteRequest request)
    {
        foreach (var item in dependents.Where(item => !item.Value.IsDeleting()))
        {
            registry.TryDelete(item.Type, item.Value, request);
        }
    }

    private void Orphan(string ownerUid, IEnumerable<StoredObject> dependents)
    {
        foreach (var item in dependents)
        {
            Store.TryUpdate(item.Type, item.Value.Namespace(), item.Value.Name(), current =>
            {
                var kept = current.Objects("metadata", "ownerReferences")
                    .Where(reference => reference.Text("uid") != ownerUid).Select(reference => reference.DeepClone());
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
