using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Controllers;
using Gauntlet.EmbeddedCluster.Storage;
using Gauntlet.EmbeddedCluster.Tests.Support;

namespace Gauntlet.EmbeddedCluster.Tests.Controllers;

internal sealed class DeploymentStatusTests
{
    /// <summary>The status still counts the three pods of the ReplicaSet before when the new one's first pod appears.</summary>
    [Test]
    public void Write_FirstPodOfANewReplicaSet_IsProgressWhateverTheLastCountWas()
    {
        var store = new ObjectStore(TimeProvider.System);
        var item = Manifest.Deployment("default", "web", replicas: 3);
        item["status"] = new JsonObject { ["replicas"] = 3, ["updatedReplicas"] = 3, ["readyReplicas"] = 3, ["availableReplicas"] = 3 };
        Conditions.Set(item, TimeProvider.System, "Progressing", true, "NewReplicaSetCreated");
        var deployment = store.Create(ResourceCatalogue.Deployments, item).Value;
        var (old, current) = (Set("old", wanted: 3, running: 3, ready: 3), Set("new", wanted: 1, running: 1, ready: 0));

        new DeploymentStatus(store, TimeProvider.System).Write(deployment, current, [old, current]);

        var written = store.Find(ResourceCatalogue.Deployments, "default", "web")!.Value;
        Assert.That(written.Condition("Progressing").Text("reason"), Is.EqualTo("ReplicaSetUpdated"));
        Assert.That(written.Int(0, "status", "updatedReplicas"), Is.EqualTo(1));
    }

    private static JsonObject Set(string name, int wanted, int running, int ready) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = name },
        ["spec"] = new JsonObject { ["replicas"] = wanted },
        ["status"] = new JsonObject { ["replicas"] = running, ["readyReplicas"] = ready, ["availableReplicas"] = ready },
    };
}
