using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Api;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Controllers;

/// <summary>Runs Jobs: as many pods at a time as their parallelism, until enough succeeded or too many failed.</summary>
internal sealed class JobController(Registry registry, EventRecorder events, TimeProvider clock, ILogger<JobController> logger)
    : Controller(registry.Store, clock, logger)
{
    private const string Component = "job-controller";

    protected override IEnumerable<string> KeysOf(StoreChange change) => change.Object.Type.Kind switch
    {
        "Job" => [Key(change.Object.Value)],
        "Pod" when change.Object.Value.Controller() is { } owner && owner.Text("kind") == "Job" => [$"{change.Object.Value.Namespace()}/{owner.Text("name")}"],
        _ => [],
    };

    protected override void Reconcile(string key)
    {
        var (space, name) = Split(key);
        if (Store.Find(ResourceCatalogue.Jobs, space, name)?.Value is not { } job
            || job.IsDeleting() || job.HasCondition("Complete") || job.HasCondition("Failed"))
        {
            return;
        }

        var pods = Store.List(ResourceCatalogue.Pods, space).Select(item => item.Value).Where(pod => pod.IsControlledBy(job)).ToList();
        var succeeded = pods.Count(pod => pod.Text("status", "phase") == "Succeeded");
        var failed = pods.Count(pod => pod.Text("status", "phase") == "Failed");
        var active = pods.Where(pod => pod.Text("status", "phase") is not ("Succeeded" or "Failed") && !pod.IsDeleting()).ToList();
        var wanted = job.Int(1, "spec", "completions");
        var restarts = active.Sum(pod => pod.Objects("status", "containerStatuses").Sum(status => status.Int(0, "restartCount")));
        if (failed + restarts > job.Int(6, "spec", "backoffLimit"))
        {
            foreach (var pod in active)
            {
                registry.Delete(ResourceCatalogue.Pods, space, pod.Name(), DeleteRequest.Default);
            }

            Finish(job, "Failed", "BackoffLimitExceeded", "Job has reached the specified backoff limit", succeeded, failed);
            events.Warning(job, Component, "BackoffLimitExceeded", "Job has reached the specified backoff limit");
            return;
        }

        if (succeeded >= wanted)
        {
            Finish(job, "Complete", "CompletionsReached", "Reached expected number of succeeded pods", succeeded, failed);
            events.Normal(job, Component, "Completed", "Job completed");
            return;
        }

        var missing = job.Flag("spec", "suspend") ? 0 : Math.Min(job.Int(1, "spec", "parallelism"), wanted - succeeded) - active.Count;
        for (var index = 0; index < missing; index++)
        {
            active.Add(CreatePod(job));
        }

        WriteStatus(job, active, succeeded, failed, _ => { });
    }

    private JsonObject CreatePod(JsonObject job)
    {
        var template = job.Object("spec", "template") ?? [];
        var metadata = template.Object("metadata")?.Copy() ?? [];
        metadata.Remove("creationTimestamp");
        metadata["generateName"] = $"{job.Name()}-";
        metadata["namespace"] = job.Namespace();
        metadata["ownerReferences"] = new JsonArray(job.OwnerReference());
        var pod = registry.Create(ResourceCatalogue.Pods, new JsonObject { ["metadata"] = metadata, ["spec"] = template["spec"]?.DeepClone() }).Value;
        events.Normal(job, Component, "SuccessfulCreate", $"Created pod: {pod.Name()}");
        return pod;
    }

    private void Finish(JsonObject job, string type, string reason, string message, int succeeded, int failed) =>
        WriteStatus(job, [], succeeded, failed, item =>
        {
            Conditions.Set(item, Clock, type == "Complete" ? "SuccessCriteriaMet" : "FailureTarget", true, reason, message);
            Conditions.Set(item, Clock, type, true, reason, message);
            if (type == "Complete")
            {
                item.Ensure("status")["completionTime"] = Clock.Timestamp();
            }
        });

    private void WriteStatus(JsonObject job, List<JsonObject> active, int succeeded, int failed, Action<JsonObject> more) =>
        Store.TryUpdate(ResourceCatalogue.Jobs, job.Namespace(), job.Name(), item =>
        {
            var status = item.Ensure("status");
            status.Default("startTime", Clock.Timestamp());
            ReplicaSetController.Count(status, "active", active.Count);
            ReplicaSetController.Count(status, "succeeded", succeeded);
            ReplicaSetController.Count(status, "failed", failed);
            status["ready"] = active.Count(pod => pod.HasCondition("Ready"));
            more(item);
            return item;
        });
}
