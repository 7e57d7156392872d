using Gauntlet.PipelineHarness;

namespace Gauntlet.Build.Tests.Runs;

/// <summary>Manifests that people bring, from their files to the verdict on the embedded cluster.</summary>
[Category("Tools")] // too long for the 120 s of the default category
[Platform("Linux")]
public sealed class SampleRunTests
{
    private const string Image = "hashicorp/http-echo:1.0.0@sha256:fcb75f691c8b0414d670ae570240cbf95502cc18a9ba57e982ecac589760a186";

    /// <summary>Labels shared by an alias, no replicas, empty labels, a selector of expressions, a ReplicaSet, a Job, an init container: all in one run.</summary>
    [Test]
    public async Task Full_WorkloadsOfManyKinds_PassAndAreJudged()
    {
        await using var copy = ProjectCopy.Create();
        Add(copy, "alias", "Deployment", "matchLabels: {app: alias}", "labels: &pods {app: alias}", "*pods");
        Add(copy, "empty", "Deployment", "matchLabels: {app: empty}", "labels:", "{app: empty}");
        Add(copy, "expressions", "Deployment", "matchExpressions: [{key: app, operator: In, values: [expressions]}]", "annotations: {}", "{app: expressions}");
        Add(copy, "bare", "ReplicaSet", "matchLabels: {app: bare}", "annotations: {}", "{app: bare}");
        Write(copy, "others.yaml", $$"""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: standby, namespace: echo}
            spec:
              replicas: 0
              selector: {matchLabels: {app: standby} }
              template:
                metadata: {labels: {app: standby} }
                spec: {containers: [{name: web, image: "{{Image}}"}]}
            ---
            apiVersion: batch/v1
            kind: Job
            metadata: {name: prepare, namespace: echo}
            spec:
              template:
                spec: {restartPolicy: Never, containers: [{name: prepare, image: "busybox:1.36", command: [sh, -c, "echo done"]}]}
            """);

        var run = await FullAsync(copy);

        Assert.That(run.ExitCode, Is.Zero, run.ToString());
        Assert.That(run.Output, Does.Contain("6 routes answer as expected").And.Contain("applied and not judged"));
    }

    [Test]
    public async Task Full_JobThatFailsAndPodWithoutItsImage_FailWithTheirReasons()
    {
        await using var copy = ProjectCopy.Create();
        Write(copy, "job.yaml", """
            apiVersion: batch/v1
            kind: Job
            metadata: {name: migrate, namespace: echo}
            spec:
              backoffLimit: 0
              template:
                spec: {restartPolicy: Never, containers: [{name: migrate, image: "busybox:1.36", command: [sh, -c, "echo no such table; exit 7"]}]}
            """);

        var run = await FullAsync(copy);

        Assert.That(run.ExitCode, Is.EqualTo(1), run.ToString());
        Assert.That(run.Output, Does.Contain("Job echo/migrate: BackoffLimitExceeded").And.Contain("exit code 7").And.Contain("log of migrate: no such table"));
    }

    /// <summary>The reason of the wait decides whose fault it is, whichever clock ends it.</summary>
    [TestCase("")]
    [TestCase("--health-timeout=5s")]
    public async Task Full_AnswerThatIsNotTheExpectedOne_IsTheChangesFaultWhateverTheDeadline(string option)
    {
        await using var copy = ProjectCopy.Create();
        copy.Replace("manifests/echo/foo-service.yaml", "  namespace: echo\n", "  namespace: echo\n  annotations: {gauntlet/expect-body: something else}\n");

        var run = await FullAsync(copy, option);

        Assert.That(run.ExitCode, Is.EqualTo(1), run.ToString());
        Assert.That(run.Output, Does.Contain("Route foo.localhost/: HttpNotAsExpected").And.Contain("where 'something else' is expected"));
    }

    private static Task<PipelineResult> FullAsync(ProjectCopy copy, params string[] more) =>
        copy.RunAsync(["--target=Full", "--cluster=embedded", "--skip=Test", "--skip=LoadTest", "--skip=ScanSecurity", .. more.Where(option => option.Length > 0)]);

    private static void Add(ProjectCopy copy, string name, string kind, string selector, string metadata, string serviceSelector) => Write(copy, $"{name}.yaml", $$"""
        apiVersion: apps/v1
        kind: {{kind}}
        metadata: {name: {{name}}, namespace: echo}
        spec:
          selector: { {{selector}} }
          template:
            metadata: {labels: {app: {{name}} } }
            spec:
              containers:
                - name: web
                  image: "{{Image}}"
                  args: [-listen=:5678, -text={{name}}]
                  ports: [{name: http, containerPort: 5678}]
                  readinessProbe: {httpGet: {path: /health, port: http} }
        ---
        apiVersion: v1
        kind: Service
        metadata:
          name: {{name}}
          namespace: echo
          {{metadata}}
        spec:
          selector: {{serviceSelector}}
          ports: [{name: http, port: 80, targetPort: http, protocol: TCP}]
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: {{name}}, namespace: echo}
        spec:
          ingressClassName: nginx
          rules: [{host: {{name}}.localhost, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: {{name}}, port: {name: http} } } }]} }]
        """);

    private static void Write(ProjectCopy copy, string name, string text) => File.WriteAllText(copy.PathOf("manifests", "echo", name), text);
}
