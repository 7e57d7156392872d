using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Api;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Controllers;

/// <summary>Serves the kinds that CustomResourceDefinitions define; their objects are stored as given.</summary>
internal sealed class CustomResourceController(Registry registry, ResourceCatalogue catalogue, TimeProvider clock, ILogger<CustomResourceController> logger)
    : Controller(registry.Store, clock, logger)
{
    protected override IEnumerable<string> KeysOf(StoreChange change)
    {
        if (change.Object.Type.Kind != "CustomResourceDefinition")
        {
            return [];
        }

        if (change.Kind == ChangeKind.Deleted)
        {
            Withdraw(change.Object.Value);
        }

        return [Key(change.Object.Value)];
    }

    protected override void Reconcile(string key)
    {
        if (Store.Find(ResourceCatalogue.CustomResourceDefinitions, "", Split(key).Name)?.Value is not { } definition || definition.IsDeleting())
        {
            return;
        }

        var (group, names) = (definition.Text("spec", "group") ?? "", definition.Object("spec", "names") ?? []);
        foreach (var version in definition.Objects("spec", "versions").Where(version => version.Flag("served")))
        {
            catalogue.Add(new ResourceType(
                group, version.Text("name") ?? "v1", names.Text("plural") ?? "", names.Text("kind") ?? "", definition.Text("spec", "scope") == "Namespaced")
            {
                IsCustom = true,
                HasStatus = version.Object("subresources", "status") is not null,
                ShortNames = [.. names.Texts("shortNames")],
                Categories = [.. names.Texts("categories")],
                Singular = names.Text("singular") ?? names.Text("kind")?.ToLowerInvariant() ?? "",
            });
        }

        Store.TryUpdate(ResourceCatalogue.CustomResourceDefinitions, "", definition.Name(), item =>
        {
            Conditions.Set(item, Clock, "NamesAccepted", true, "NoConflicts", "no conflicts found");
            Conditions.Set(item, Clock, "Established", true, "InitialNamesAccepted", "the initial names have been accepted");
            item.Ensure("status")["acceptedNames"] = names.DeepClone();
            item.Ensure("status")["storedVersions"] = new JsonArray(
                [.. item.Objects("spec", "versions").Where(version => version.Flag("storage")).Select(version => version["name"]?.DeepClone())]);
            return item;
        });
    }

    private void Withdraw(JsonObject definition)
    {
        var (group, plural) = (definition.Text("spec", "group") ?? "", definition.Text("spec", "names", "plural") ?? "");
        foreach (var item in catalogue.All.Where(type => type.IsCustom && type.Group == group && type.Plural == plural)
            .SelectMany(type => Store.List(type)).ToList())
        {
            Store.Remove(item.Type, item.Value.Namespace(), item.Value.Name());
        }

        catalogue.Remove(group, plural);
    }
}
