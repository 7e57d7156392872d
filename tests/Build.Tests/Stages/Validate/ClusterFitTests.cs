using Gauntlet.Build.Stages.Validate;
using Gauntlet.Workloads.Manifests;

namespace Gauntlet.Build.Tests.Stages.Validate;

/// <summary>What the embedded cluster cannot take is said at once, with file and line, and never blamed on the change later.</summary>
public sealed class ClusterFitTests
{
    private const string ProbesOnly = "The embedded cluster makes httpGet and tcpSocket probes only";
    private const string Real = "needs a real one, as --cluster=kind makes.";
    private const string Template = "template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: 'hashicorp/http-echo:1.0.0'}]}}";

    [TestCase("apps/v1", "StatefulSet", "{serviceName: s, selector: {matchLabels: {a: b}}, " + Template + "}")]
    [TestCase("apps/v1", "DaemonSet", "{selector: {matchLabels: {a: b}}, " + Template + "}")]
    [TestCase("v1", "PersistentVolumeClaim", "{accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}")]
    [TestCase("policy/v1", "PodDisruptionBudget", "{minAvailable: 1, selector: {matchLabels: {a: b}}}")]
    [TestCase("autoscaling/v2", "HorizontalPodAutoscaler", "{maxReplicas: 2, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: d}}")]
    public void Problems_KindThatTheEmbeddedClusterLacks_NeedsARealOne(string apiVersion, string kind, string spec)
    {
        var text = $"apiVersion: {apiVersion}\nkind: {kind}\nmetadata: {{name: x}}\nspec: {spec}\n";

        Assert.That(
            Find(text, "embedded"),
            Is.EqualTo(new[] { $"manifests/a.yaml:2: The embedded cluster has no {kind}; {kind} default/x {Real}" }));
        Assert.That(Find(text, "kind"), Is.Empty);
    }

    [TestCase("{name: c, image: 'nginx:1.27'}", "The embedded cluster cannot run the image nginx:1.27")]
    [TestCase("{name: c, image: 'ghcr.io/stefanprodan/podinfo:6.5.0'}", "The embedded cluster cannot run the image ghcr.io/stefanprodan/podinfo:6.5.0")]
    [TestCase("{name: c, image: busybox, command: [sh, -c, 'echo a; wget b']}", "The embedded cluster's busybox has no 'wget b'")]
    [TestCase("{name: c, image: busybox, args: [ls]}", "The embedded cluster's busybox has no 'ls'")]
    [TestCase("{name: c, image: busybox, command: [\"true\"], livenessProbe: {exec: {command: [a]}}}", ProbesOnly)]
    [TestCase("{name: c, image: busybox, command: [\"true\"], readinessProbe: {grpc: {port: 1}}}", ProbesOnly)]
    [TestCase("{name: c, image: 'busybox:1.36', command: [sh, -c, 'echo a && sleep 3s; exit 7']}", null)]
    [TestCase("{name: c, image: 'registry.invalid/no/such:9'}", null, Description = "no registry of that name is anywhere")]
    [TestCase("{name: c, image: 'absent.example:5000/none:1'}", null)]
    [TestCase("{name: c, image: 'hashicorp/http-echo:77'}", null, Description = "its repository has no such version")]
    [TestCase("{name: c, image: 'nginx:1.27', imagePullPolicy: Never}", null, Description = "no new cluster has it")]
    [TestCase("{name: c, image: 'UPPER/Not:Valid:1'}", null)]
    public void Problems_ContainerThatTheEmbeddedClusterCannotRun_NeedsARealOne(string container, string? problem)
    {
        var found = Find($"apiVersion: v1\nkind: Pod\nmetadata: {{name: x}}\nspec:\n  containers: [{container}]\n", "embedded");

        Assert.That(found, problem is null
            ? Is.Empty
            : Has.Count.EqualTo(1).And.All.StartsWith($"manifests/a.yaml:5: {problem}").And.All.EndsWith($"Pod default/x {Real}"));
    }

    [TestCase("rewrite-target", true)]
    [TestCase("use-regex", true)]
    [TestCase("ssl-redirect", false)]
    [TestCase("proxy-read-timeout", false)]
    public void Problems_AnnotationOfTheController_IsRefusedWhereItChangesAnswersAndIsNotKnown(string name, bool refused)
    {
        var text = $"apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: x\n  annotations:\n    nginx.ingress.kubernetes.io/{name}: \"1\"\n"
            + "spec: {rules: [{host: a.localhost, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: a, port: {number: 80}}}}]}}]}\n";

        Assert.That(Find(text, "embedded"), refused
            ? Is.EqualTo(new[]
            {
                $"manifests/a.yaml:6: The embedded cluster's ingress does not know nginx.ingress.kubernetes.io/{name}; Ingress default/x {Real}",
            })
            : Is.Empty);
    }

    private static List<string> Find(string text, string kind)
    {
        var home = Directory.CreateTempSubdirectory("gauntlet-fit-");
        try
        {
            var folder = home.CreateSubdirectory("manifests").FullName;
            File.WriteAllText(Path.Combine(folder, "a.yaml"), text);
            return [.. ClusterFit.Problems(ManifestSet.Load(folder), kind, [])];
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }
}
