using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Api;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Controllers;

/// <summary>Gives a new namespace its service account and root certificate, and empties a namespace that is being deleted.</summary>
internal sealed class NamespaceController(Registry registry, ResourceCatalogue catalogue, Certificates.ClusterCertificates certificates, TimeProvider clock, ILogger<NamespaceController> logger)
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
            CreateMissing(ResourceCatalogue.ConfigMaps, name, "kube-root-ca.crt", new JsonObject { ["data"] = new JsonObject { ["ca.crt"] = certificates.AuthorityPem } });
        }
    }

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
            registry.Delete(item.Type, space, item.Value.Name(), DeleteRequest.Default);
        }

        if (catalogue.All.Where(type => type.Namespaced).SelectMany(type => Store.List(type, space)).Any())
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
