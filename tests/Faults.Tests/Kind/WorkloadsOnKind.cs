namespace Gauntlet.Faults.Tests.Kind;

/// <summary>Workloads that cannot become healthy, on a real cluster.</summary>
internal sealed class WorkloadsOnKind : IFaultSet
{
    private const string Foo = "manifests/echo/foo-deployment.yaml";
    private const string Arguments = "          args:\n            - -listen=:5678\n            - -text=foo\n";

    /// <inheritdoc/>
    public string Heading => "Workloads and readiness";

    /// <inheritdoc/>
    public IEnumerable<Fault> Faults =>
    [
        Changed("an image that is absent and never pulled",
            "Pod echo/foo-<pod>: ErrImageNeverPull: Container image \"absent:1\" is not present with pull policy of Never",
            "image: hashicorp/http-echo:1.0.0@sha256:fcb75f691c8b0414d670ae570240cbf95502cc18a9ba57e982ecac589760a186\n          imagePullPolicy: IfNotPresent",
            "image: absent:1\n          imagePullPolicy: Never"),
        Changed("an image whose registry cannot be reached", "Pod echo/foo-<pod>: <reason>: <what the runtime says>dial tcp",
            "image: hashicorp/http-echo:1.0.0@sha256:fcb75f691c8b0414d670ae570240cbf95502cc18a9ba57e982ecac589760a186",
            "image: registry.invalid.example/none:1") with { Verdict = Verdict.Infrastructure },
        Changed("a crash loop", "Pod <pod>: CrashLoopBackOff: container <container> CrashLoopBackOff, ended 3 times, last with exit code",
            Arguments, "          command: [/bin/sh, -c, \"exit 3\"]\n"),
        Changed("a pod that no node takes", "Pod echo/<pod>: Unschedulable: 0/3 nodes are available", "cpu: 25m", "cpu: 900"),
        Changed("readiness that never comes: progress deadline exceeded",
            "Pod echo/foo-<pod>: ProgressDeadlineExceeded: ReplicaSet \"foo-<set>\" has timed out progressing.; container echo runs but is not ready",
            "progressDeadlineSeconds: 300", "progressDeadlineSeconds: 20",
            "readinessProbe:\n            httpGet:\n              path: /health\n              port: http",
            "readinessProbe:\n            httpGet:\n              path: /health\n              port: 1"),
        new("an invalid configuration (a ConfigMap that somebody may make, and nobody does)", Verdict.Fail,
            "Pod echo/foo-<pod>: CreateContainerConfigError: configmap \"absent\" not found", scene =>
        {
            File.WriteAllText(scene.Copy.PathOf("manifests", "echo", "maker.yaml"),
                "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: maker, namespace: echo}\n"
                + "rules: [{apiGroups: [\"\"], resources: [configmaps], verbs: [create]}]\n");
            scene.Copy.Replace(Foo, Arguments, Arguments + "          envFrom: [{configMapRef: {name: absent}}]\n");
            return KindRun.DeployAndCheckAsync(scene);
        }) { Ground = Ground.SharedKind, LeavesEvidence = true },
        new("a quota that does not suffice", Verdict.Fail, "Deployment echo/<name>: FailedCreate: <pods> is forbidden: exceeded quota: none", scene =>
        {
            File.WriteAllText(scene.Copy.PathOf("manifests", "echo", "a-quota.yaml"),
                "apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: none, namespace: echo}\nspec: {hard: {pods: \"0\"}}\n");
            return KindRun.DeployAndCheckAsync(scene);
        }) { Ground = Ground.SharedKind, LeavesEvidence = true },
    ];

    /// <param name="edits">Text and replacement, in turn.</param>
    private static Fault Changed(string cause, string line, params string[] edits) => new(cause, Verdict.Fail, line, scene =>
    {
        foreach (var edit in edits.Chunk(2))
        {
            scene.Copy.Replace(Foo, edit[0], edit[1]);
        }

        return KindRun.DeployAndCheckAsync(scene);
    })
    { Ground = Ground.SharedKind, LeavesEvidence = true };
}
