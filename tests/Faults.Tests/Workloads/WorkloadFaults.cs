namespace Gauntlet.Faults.Tests.Workloads;

/// <summary>Workloads that cannot become healthy, on the embedded cluster.</summary>
internal sealed class WorkloadFaults : IFaultSet
{
    private const string Foo = "manifests/echo/foo-deployment.yaml";
    private const string Image = "image: hashicorp/http-echo:1.0.0@sha256:fcb75f691c8b0414d670ae570240cbf95502cc18a9ba57e982ecac589760a186";

    /// <inheritdoc/>
    public string Heading => "Workloads and readiness";

    /// <inheritdoc/>
    public IEnumerable<Fault> Faults =>
    [
        Changed("an image that does not exist", "CheckHealth: Pod echo/foo-<pod>: ErrImagePull: <what the runtime says>: not found",
            Image, "image: absent.example/none:1"),
        Changed("an invalid image name", "CheckHealth: Pod echo/foo-<pod>: InvalidImageName: <what the runtime says>: invalid reference format",
            Image, "image: UPPER/Not:Valid:1"),
        Changed("an image that is absent and never pulled",
            "CheckHealth: Pod echo/foo-<pod>: ErrImageNeverPull: Container image \"absent:1\" is not present with pull policy of Never",
            $"{Image}\n          imagePullPolicy: IfNotPresent", "image: absent:1\n          imagePullPolicy: Never"),
        Asked("a pod that no node takes", "CheckHealth: Pod echo/<pod>: Unschedulable: 0/3 nodes are available", "unschedulable"),
        Asked("a crash loop",
            "CheckHealth: Pod <pod>: CrashLoopBackOff: container <container> CrashLoopBackOff, ended 3 times, last with exit code 1", "crash-loop"),
        new("a node that is not ready", Verdict.Infrastructure, "CheckHealth: Cluster: NodesTimeout: after 60 s still waiting for nodes: <node>", scene =>
            scene.FullAsync($"--fault=node-not-ready={scene.Copy.ClusterName}-worker")) { LeavesEvidence = true },
        Changed("readiness that never comes: progress deadline exceeded",
            "CheckHealth: Pod echo/foo-<pod>: ProgressDeadlineExceeded: ReplicaSet \"foo-<set>\" has timed out progressing.; "
                + "container echo runs but is not ready",
            "progressDeadlineSeconds: 300", "progressDeadlineSeconds: 5",
            "readinessProbe:\n            httpGet:\n              path: /health\n              port: http",
            "readinessProbe:\n            httpGet:\n              path: /health\n              port: 1"),
        new("a wrong answer through the ingress", Verdict.Fail,
            "CheckHealth: Route foo.localhost/: HttpNotAsExpected: after 30 s: body 'foo\\n' where 'bar' is expected", scene =>
        {
            scene.Copy.Replace("manifests/echo/foo-service.yaml", "metadata:\n", "metadata:\n  annotations: {gauntlet/expect-body: bar}\n");
            return scene.FullAsync();
        }) { LeavesEvidence = true },
    ];

    private static Fault Asked(string cause, string line, string fault) =>
        new(cause, Verdict.Fail, line, scene => scene.FullAsync("--fault=" + fault)) { LeavesEvidence = true };

    /// <param name="edits">Text and replacement, in turn.</param>
    private static Fault Changed(string cause, string line, params string[] edits) => new(cause, Verdict.Fail, line, scene =>
    {
        foreach (var edit in edits.Chunk(2))
        {
            scene.Copy.Replace(Foo, edit[0], edit[1]);
        }

        return scene.FullAsync();
    })
    { LeavesEvidence = true };
}
