using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Api;
using Gauntlet.EmbeddedCluster.Storage;
using Gauntlet.EmbeddedCluster.Tests.Support;

namespace Gauntlet.EmbeddedCluster.Tests.Controllers;

[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[CancelAfter(120_000)]
internal sealed class GarbageCollectorTests : NamespaceFixture
{
    [TestCase("Background")]
    [TestCase("Foreground")]
    public async Task Delete_OneOfTwoOwners_KeepsWhatTheOtherStillOwns(string propagation)
    {
        var (one, other) = (Create("one"), Create("other"));
        Create("both", one, other);
        Create("sole", one);

        Delete("one", propagation);
        await UntilAsync("one", item => item is null);
        await UntilAsync("sole", item => item is null);
        var kept = await UntilAsync("both", item => item is null || item.Objects("metadata", "ownerReferences").Count() == 1);

        Assert.That(kept?.Objects("metadata", "ownerReferences").Single().Text("uid"), Is.EqualTo(other.Uid()));

        Delete("other", propagation);
        await UntilAsync("both", item => item is null);
    }

    private JsonObject Create(string name, params JsonObject[] owners)
    {
        var item = Manifest.ConfigMap(Space, name);
        item.Ensure("metadata")["ownerReferences"] = new JsonArray([.. owners.Select(owner => (JsonNode)owner.OwnerReference())]);
        return Cluster.Registry.Create(ResourceCatalogue.ConfigMaps, item).Value;
    }

    private void Delete(string name, string propagation) =>
        Cluster.Registry.Delete(ResourceCatalogue.ConfigMaps, Space, name, DeleteRequest.Default with { Propagation = propagation });

    private Task<JsonObject?> UntilAsync(string name, Func<JsonObject?, bool> wanted) => Cluster.UntilAsync(ResourceCatalogue.ConfigMaps, Space, name, wanted);
}
