using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Storage;
using Gauntlet.EmbeddedCluster.Tests.Support;

namespace Gauntlet.EmbeddedCluster.Tests.Parity;

/// <summary>What a workload goes through in its life: apply, roll out, update the image, scale, delete a pod, break the image, delete the namespace.</summary>
internal static class Scenario
{
    private const string First = "hashicorp/http-echo:1.0.0";
    private const string Second = "hashicorp/http-echo@sha256:fcb75f691c8b0414d670ae570240cbf95502cc18a9ba57e982ecac589760a186";

    // Refused at once on any machine, with or without a network.
    private const string Broken = "127.0.0.1:1/no/such:1";

    /// <summary>Plays it in a namespace of its own and returns the transitions.</summary>
    public static async Task<IReadOnlyList<string>> PlayAsync(ClusterClient client, CancellationToken cancellationToken)
    {
        var space = $"parity-{Guid.NewGuid():N}"[..16];
        var created = await client.CreateAsync(
            "api/v1/namespaces", Manifest.Yaml($"{{apiVersion: v1, kind: Namespace, metadata: {{name: {space}}}}}"), cancellationToken);
        await using var recorder = new TransitionRecorder(client, created);
        var deployment = $"apis/apps/v1/namespaces/{space}/deployments/web";

        var manifest = Manifest.Deployment(space, "web", First, replicas: 2);
        var probe = manifest.Objects("spec", "template", "spec", "containers").Single().Object("readinessProbe")!;
        probe["initialDelaySeconds"] = 1; // else a pod can be ready before anybody saw that it was not
        await client.ApplyAsync(deployment, Manifest.Pure(manifest), cancellationToken);
        await recorder.UntilAsync("the rollout", items => IsComplete(items, First, 2), cancellationToken);

        await client.PatchAsync(deployment, Image(Second), cancellationToken);
        await recorder.UntilAsync("the update", items => IsComplete(items, Second, 2), cancellationToken);

        await client.MergeAsync($"{deployment}/scale", Manifest.Yaml("{spec: {replicas: 3}}"), cancellationToken);
        await recorder.UntilAsync("the third pod", items => IsComplete(items, Second, 3), cancellationToken);

        var victim = "";
        await recorder.UntilAsync(
            "a pod",
            items => (victim = Pods(items).Select(pod => pod.Name()).Order(StringComparer.Ordinal).FirstOrDefault() ?? "").Length > 0, cancellationToken);
        await client.DeleteAsync($"api/v1/namespaces/{space}/pods/{victim}", cancellationToken);
        await recorder.UntilAsync(
            "the pod's successor", items => Pods(items).All(pod => pod.Name() != victim) && IsComplete(items, Second, 3), cancellationToken);

        await client.PatchAsync(deployment, Image(Broken), cancellationToken);
        await recorder.UntilAsync("the back-off", items => Pods(items).Any(pod =>
            pod.Objects("status", "containerStatuses").Any(status => status.Text("state", "waiting", "reason") == "ImagePullBackOff"))
                && items.Any(item => item.Kind() == "Event" && item.Text("reason") == "BackOff")
                && items.Any(item => item.Kind() == "Deployment" && item.Condition("Progressing").Text("reason") == "ReplicaSetUpdated"), cancellationToken);

        recorder.BeginEnd();
        await client.DeleteAsync($"api/v1/namespaces/{space}", cancellationToken);
        await recorder.UntilAsync("the end of the namespace and of all in it", items => items.All(item => item.Kind() == "Event"), cancellationToken);
        return recorder.Lines;
    }

    private static JsonObject Image(string image) => Manifest.Yaml($$"""
        spec: {template: {spec: {containers: [{name: echo, image: "{{image}}"}] } } }
        """);

    private static IEnumerable<JsonObject> Pods(IEnumerable<JsonObject> items) => items.Where(item => item.Kind() == "Pod");

    /// <summary>All pods are of the image and ready, and the Deployment has seen it.</summary>
    private static bool IsComplete(IReadOnlyCollection<JsonObject> items, string image, int replicas)
    {
        var pods = Pods(items).ToList();
        var deployment = items.FirstOrDefault(item => item.Kind() == "Deployment");
        return deployment is not null && deployment.Number("status", "observedGeneration") == deployment.Generation()
            && deployment.Int(0, "status", "availableReplicas") == replicas
            && deployment.Int(0, "status", "updatedReplicas") == replicas && deployment.Int(0, "status", "replicas") == replicas
            && deployment.Condition("Available").Text("status") == "True" && deployment.Condition("Progressing").Text("reason") == "NewReplicaSetAvailable"
            && pods.Count == replicas && pods.TrueForAll(pod => pod.HasCondition("Ready") && pod.Objects("spec", "containers").Single().Text("image") == image);
    }
}
