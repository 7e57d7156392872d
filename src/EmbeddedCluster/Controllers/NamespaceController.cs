using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Api;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Controllers;

/// <summary>Gives a new namespace its service account and root certificate, and empties a namespace that is being deleted.</summary>
internal sealed class NamespaceController(
    Registry registry, ResourceCatalogue catalogue, Certificates.ClusterCertificates certificates, TimeProvider clock, ILogger<NamespaceController> logger)
    : Controller(registry.Store, clock, logger)
{
    protected override IEnumerable<string> KeysOf(StoreChange change)
    {
        var item = change.Object.Value;
        if (change.Object.Type.Kind == "Namespace")
        {
            return [$"/{item.Name()}"];
        }

        return change.Kind == ChangeKind.Deleted && item.Namespace().Length > 0 ? [$"/{item.Namespace()}"] : [];
    }

    protected override void Reconcile(string key)
    {
        var name = Split(key).Name;
        if (Store.Find(ResourceCatalogue.Namespaces, "", name)?.Value is not { } space)
        {
            return;
        }

        if (space.IsDeleting())
        {
            Empty(name);
        }
        else
        {
            CreateMissing(ResourceCatalogue.ServiceAccounts, name, "default", []);
            CreateMissing(ResourceCatalogue.ConfigMaps, name, "kube-root-ca.crt",
                new JsonObject { ["data"] = new JsonObject { ["ca.crt"] = certificates.AuthorityPem } });
        }
    }

    /// <summary>The conditions by which Kubernetes explains what a deletion still waits for.</summary>
    private void Report(string space, bool remains) => Store.TryUpdate(ResourceCatalogue.Namespaces, "", space, item =>
    {
        Conditions.Set(item, Clock, "NamespaceDeletionDiscoveryFailure", false, "ResourcesDiscovered", "All resources successfully discovered");
        Conditions.Set(item, Clock, "NamespaceDeletionGroupVersionParsingFailure", false, "ParsedGroupVersions", "All legacy kube types successfully parsed");
        Conditions.Set(
            item, Clock, "NamespaceDeletionContentFailure", false, "ContentDeleted", "All content successfully deleted, may be waiting on finalization");
        Conditions.Set(item, Clock, "NamespaceContentRemaining", remains, remains ? "SomeResourcesRemain" : "ContentRemoved",
            remains ? "Some resources in the namespace have still to end" : "All content successfully removed");
        Conditions.Set(item, Clock, "NamespaceFinalizersRemaining", false, "ContentHasNoFinalizers", "All content-preserving finalizers finished");
        return item;
    });

    private void CreateMissing(ResourceType type, string space, string name, JsonObject item)
    {
        if (Store.Find(type, space, name) is null)
        {
            item["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = space };
            registry.Create(type, item);
        }
    }

    private void Empty(string space)
    {
        var left = catalogue.All.Where(type => type.Namespaced).SelectMany(type => Store.List(type, space)).ToList();
        foreach (var item in left.Where(item => !item.Value.IsDeleting()))
        {
            try
            {
                registry.Delete(item.Type, space, item.Value.Name(), DeleteRequest.Default);
            }
            catch (StatusException gone) when (gone.Code is 404 or 409)
            {
                // The garbage collector was faster; the rest and the report must not wait for another pass.
            }
        }

        var remains = catalogue.All.Where(type => type.Namespaced).SelectMany(type => Store.List(type, space)).Any();
        Report(space, remains);
        if (remains)
        {
            return;
        }

        if (Store.TryUpdate(ResourceCatalogue.Namespaces, "", space, item =>
        {
            item.Ensure("spec").Remove("finalizers");
            return item;
        }) is { } emptied)
        {
            registry.FinishDeletion(emptied);
        }
    }
}
