using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Controllers;

/// <summary>A Deployment's counts and its Available and Progressing conditions.</summary>
internal sealed class DeploymentStatus(ObjectStore store, TimeProvider clock)
{
    /// <summary>Writes the status; returns when the progress deadline has to be looked at, if it runs.</summary>
    public TimeSpan? Write(JsonObject deployment, JsonObject? current, List<JsonObject> sets)
    {
        TimeSpan? deadline = null;
        store.TryUpdate(ResourceCatalogue.Deployments, deployment.Namespace(), deployment.Name(), item =>
        {
            if (item.Uid() != deployment.Uid())
            {
                return null;
            }

            var before = item.Object("status")?.Copy() ?? [];
            WriteCounts(item, deployment, current, sets);
            deadline = WriteConditions(item, deployment, before, current);
            return item;
        });
        return deadline;
    }

    private static void WriteCounts(JsonObject item, JsonObject deployment, JsonObject? current, List<JsonObject> sets)
    {
        var status = item.Ensure("status");
        int Sum(string field) => sets.Sum(set => set.Int(0, "status", field));
        status["observedGeneration"] = deployment.Generation();
        ReplicaSetController.Count(status, "replicas", Sum("replicas"));
        ReplicaSetController.Count(status, "updatedReplicas", current.Int(0, "status", "replicas"));
        ReplicaSetController.Count(status, "readyReplicas", Sum("readyReplicas"));
        ReplicaSetController.Count(status, "availableReplicas", Sum("availableReplicas"));
        ReplicaSetController.Count(status, "unavailableReplicas", Math.Max(0, sets.Sum(set => set.Int(0, "spec", "replicas")) - Sum("availableReplicas")));
    }

    private TimeSpan? WriteConditions(JsonObject item, JsonObject deployment, JsonObject before, JsonObject? current)
    {
        var wanted = deployment.Int(0, "spec", "replicas");
        var status = item.Object("status")!;
        var available = status.Int(0, "availableReplicas");
        var minimum = deployment.Text("spec", "strategy", "type") == "Recreate" ? wanted : wanted - Rollout.Limits(deployment).Unavailable;
        Conditions.Set(item, clock, "Available", available >= minimum, available >= minimum ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
            available >= minimum ? "Deployment has minimum availability." : "Deployment does not have minimum availability.", updates: true);
        if (current is null || deployment.Flag("spec", "paused"))
        {
            return null;
        }

        var complete = status.Int(0, "updatedReplicas") == wanted && status.Int(0, "replicas") == wanted && available == wanted;
        if (complete)
        {
            Conditions.Set(
                item, clock, "Progressing", "True", "NewReplicaSetAvailable", $"ReplicaSet \"{current.Name()}\" has successfully progressed.", updates: true);
            return null;
        }

        // Once it was complete, more or fewer pods of the same template are no rollout: the condition stays, and no deadline counts down.
        var progressing = item.Condition("Progressing");
        if (progressing.Text("reason") == "NewReplicaSetAvailable" && status.Int(0, "replicas") == status.Int(0, "updatedReplicas"))
        {
            return null;
        }

        var moved = before.Int(0, "updatedReplicas") < status.Int(0, "updatedReplicas") || before.Int(0, "readyReplicas") < status.Int(0, "readyReplicas")
            || before.Int(0, "availableReplicas") < available || before.Int(0, "replicas") > status.Int(0, "replicas")

            // The counts of before can be those of another ReplicaSet: the first pod of a new one is progress whatever they say.
            || (progressing.Text("reason") == "NewReplicaSetCreated" && status.Int(0, "updatedReplicas") > 0);
        if (progressing is null || moved || (progressing.Text("reason") == "NewReplicaSetAvailable" && status.Int(0, "updatedReplicas") < wanted))
        {
            Conditions.Set(item, clock, "Progressing", "True", "ReplicaSetUpdated", $"ReplicaSet \"{current.Name()}\" is progressing.", updates: true);
            progressing = item.Condition("Progressing")!;
            progressing["lastUpdateTime"] = clock.Timestamp();
        }

        if (progressing.Text("reason") == "ProgressDeadlineExceeded")
        {
            return null;
        }

        var left = (progressing.Time("lastUpdateTime") ?? clock.GetUtcNow())
            + TimeSpan.FromSeconds(deployment.Int(600, "spec", "progressDeadlineSeconds")) - clock.GetUtcNow();
        if (left <= TimeSpan.Zero)
        {
            Conditions.Set(
                item, clock, "Progressing", "False", "ProgressDeadlineExceeded", $"ReplicaSet \"{current.Name()}\" has timed out progressing.", updates: true);
            return null;
        }

        return left + TimeSpan.FromSeconds(1);
    }
}
