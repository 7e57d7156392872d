using Gauntlet.Workloads.Diagnostics;
using Gauntlet.Workloads.Health;
using Gauntlet.Workloads.Manifests;

namespace Gauntlet.Workloads.Tests.Clusters;

/// <summary>The health check and the collection of evidence on a real cluster; one cluster for all, as its creation takes a minute or two.</summary>
[TestFixture]
[Category("Cluster")]
[NonParallelizable]
public sealed class RealClusterTests
{
    private static readonly PhaseBudgets Short = PhaseBudgets.Default with { ImagePull = TimeSpan.FromSeconds(20) };
    private RealCluster _cluster = null!;

    [OneTimeSetUp]
    public async Task CreateAsync() => _cluster = await RealCluster.CreateAsync();

    [OneTimeTearDown]
    public async Task DeleteAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }

    [Test]
    [CancelAfter(300_000)]
    public async Task RunAsync_TheProjectsManifests_AreHealthyThroughTheIngress(CancellationToken cancellation)
    {
        await _cluster.ApplyAsync(Project.Manifests);

        var report = await _cluster.CheckAsync(Project.Manifests, PhaseBudgets.Default, cancellation);

        Assert.That(report.Problems, Is.Empty, string.Join('\n', report.Problems));
        Assert.That(report.Phases.Select(phase => phase.Phase), Is.EqualTo(Enum.GetValues<HealthPhase>()));
        Assert.That(report.Notes, Has.Some.Contains("certificate"));
    }

    [Test]
    [CancelAfter(180_000)]
    public async Task RunAsync_BazAddedByItsFilesAlone_IsCheckedToo(CancellationToken cancellation)
    {
        using var folder = new TemporaryFolder().WithProjectManifests().WithBaz();
        var manifests = ManifestSet.Load(folder.Path);
        await _cluster.ApplyAsync(manifests);

        var report = await _cluster.CheckAsync(manifests, PhaseBudgets.Default, cancellation);

        Assert.That(report.Problems, Is.Empty, string.Join('\n', report.Problems));
        Assert.That(manifests.Routes.Select(route => route.Name), Does.Contain("baz"));
    }

    [Test]
    [CancelAfter(300_000)]
    public async Task RunAsync_ShopOfEveryKind_IsJudgedByTheRuleOfEach(CancellationToken cancellation)
    {
        using var folder = new TemporaryFolder().WithProjectManifests().WithShop();
        var manifests = ManifestSet.Load(folder.Path);
        await _cluster.ApplyInOrderAsync(manifests, cancellation);

        var report = await _cluster.CheckAsync(manifests, PhaseBudgets.Default with { Readiness = TimeSpan.FromSeconds(60) }, cancellation);

        // There is no metrics server: of all kinds this one alone waits to the end of its budget.
        var problem = report.Problems.Single();
        Assert.That((problem.Blame, problem.On.ToString(), problem.Reason),
            Is.EqualTo((Blame.Infrastructure, "HorizontalPodAutoscaler shop/front", "ReadinessTimeout")), problem.ToString());
        Assert.That(problem.Message, Does.StartWith("ScalingActive=False: FailedGetResourceMetric: "));
        Assert.That(report.NotJudged.Select(kind => kind.Kind), Does.Contain("Theme").And.Contain("ConfigMap").And.Not.Contain("StatefulSet"));
    }

    [Test]
    [CancelAfter(180_000)]
    public async Task RunAsync_JobThatFails_IsTheChangesFaultWithItsLog(CancellationToken cancellation)
    {
        using var folder = new TemporaryFolder();
        folder.Write("job.yaml", $$"""
            apiVersion: batch/v1
            kind: Job
            metadata: {name: migrate}
            spec:
              backoffLimit: 0
              template:
                spec:
                  restartPolicy: Never
                  containers: [{name: migrate, image: "{{Fault.EchoImage}}", command: [/bin/sh, -c, "echo no such table; exit 7"]}]
            """);
        var manifests = ManifestSet.Load(folder.Path);
        await _cluster.ApplyInOrderAsync(manifests, cancellation);

        var problem = (await _cluster.CheckAsync(manifests, Short, cancellation)).Problems.Single();

        Assert.That((problem.Blame, problem.On.ToString(), problem.Reason), Is.EqualTo((Blame.Change, "Job default/migrate", "BackoffLimitExceeded")));
        Assert.That(problem.Evidence, Does.Contain("log of migrate: no such table"));
    }

    /// <summary>Faults of the change: each ends the wait by itself, long before any budget, and names its pod.</summary>
    [TestCase("never", "absent.example/none:1", "imagePullPolicy: Never", "ErrImageNeverPull", "not present with pull policy of Never")]
    [TestCase("invalid", "UPPER/Not:Valid:1", "imagePullPolicy: IfNotPresent", "InvalidImageName", "UPPER/Not:Valid:1")]
    [TestCase("huge", Fault.EchoImage, "resources: {requests: {cpu: \"900\"}}", "Unschedulable", "Insufficient cpu")]
    [TestCase("config", Fault.EchoImage, "envFrom: [{configMapRef: {name: missing}}]", "CreateContainerConfigError", "missing")]
    [CancelAfter(120_000)]
    public async Task RunAsync_FaultOfTheChange_EndsAtOnceWithThePodsName(
        string name, string image, string container, string reason, string message, CancellationToken cancellation)
    {
        var problem = await FirstProblemAsync(name, image, container, 300, Short, cancellation);

        Assert.That((problem.Blame, problem.Reason), Is.EqualTo((Blame.Change, reason)), problem.ToString());
        Assert.That(problem.On.ToString(), Does.StartWith($"Pod {name}/{name}-"));
        Assert.That(problem.Message, Does.Contain(message));
    }

    [Test]
    [CancelAfter(180_000)]
    public async Task RunAsync_RegistryThatCannotBeReached_IsTheSurroundingsAfterThePullsBudget(CancellationToken cancellation)
    {
        var problem = await FirstProblemAsync("registry", "registry.invalid.example/none:1", "imagePullPolicy: IfNotPresent", 300, Short, cancellation);

        Assert.That((problem.Blame, problem.Reason), Is.EqualTo((Blame.Infrastructure, problem.Reason == "ErrImagePull" ? "ErrImagePull" : "ImagePullBackOff")),
            problem.ToString());
        Assert.That(problem.Message, Does.Contain("dial tcp"));
    }

    [Test]
    [CancelAfter(180_000)]
    public async Task RunAsync_ReadinessThatNeverComes_EndsWithTheProbesEvent(CancellationToken cancellation)
    {
        var problem = await FirstProblemAsync("unready", Fault.EchoImage, "args: [\"-listen=:5678\", \"-text=x\"], readinessProbe: {httpGet: {path: /, port: "
            + "1}, periodSeconds: 1}", 15, Short, cancellation);

        Assert.That((problem.Blame, problem.Reason), Is.EqualTo((Blame.Change, "ProgressDeadlineExceeded")), problem.ToString());
        Assert.That(problem.Evidence, Has.Some.Contains("Readiness probe failed"));
    }

    [Test]
    [CancelAfter(240_000)]
    public async Task RunAsync_CrashLoop_EndsAfterTheThirdRestartWithTheLastWords(CancellationToken cancellation)
    {
        var problem = await FirstProblemAsync("crash", Fault.EchoImage, "command: [/bin/sh, -c, \"echo the last words; exit 3\"]", 300, Short, cancellation);

        Assert.That((problem.Blame, problem.Reason), Is.EqualTo((Blame.Change, "CrashLoopBackOff")), problem.ToString());
        Assert.That(problem.Message, Does.Contain("exit code 3"));
        Assert.That(problem.Evidence, Has.Some.Contains("the last words"));
    }

    [Test]
    [CancelAfter(300_000)]
    public async Task CollectAsync_CrashLoop_KeepsItsEvidenceWithoutSecrets(CancellationToken cancellation)
    {
        await FirstProblemAsync("evidence", Fault.EchoImage, "command: [/bin/sh, -c, \"echo the last words; exit 3\"]", 300, Short, cancellation);
        using var folder = new TemporaryFolder();
        var options = new DiagnosticsOptions { Repeat = "./build.sh" };

        var report = await new DiagnosticsCollector(_cluster.Client, options, TimeProvider.System, new Progress<string>())
            .CollectAsync(folder.Path, cancellation);
        var summary = EvidenceFolder.Seal(folder.Path, options, report.Missing);

        Assert.That(report.FirstCause, Is.Not.Empty.And.None.Contains("Pod kube-system/"));
        Assert.That(summary.Bytes, Is.LessThan(20_000_000));
        var files = Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder.Path, file)).ToList();
        Assert.That(files, Does.Contain("events.txt").And.Contain("versions.txt").And.Contain("objects/evidence/deployment-evidence.yaml"));
        Assert.That(files, Has.Some.Match("^logs/evidence/.*/main.previous.log$"));
        var everything = string.Concat(files.Select(file => File.ReadAllText(Path.Combine(folder.Path, file))));
        Assert.That(everything, Does.Contain("the last words").And.Not.Contain("PRIVATE KEY").And.Not.Match(@"\beyJ[\w-]{8,}\.eyJ"),
            "service account tokens are in secrets on 1.20");
    }

    private async Task<HealthProblem> FirstProblemAsync(
        string name, string image, string container, int progressDeadline, PhaseBudgets budgets, CancellationToken cancellation)
    {
        using var folder = new TemporaryFolder();
        var manifests = Fault.Write(folder, name, image, container, progressDeadline);
        await _cluster.ApplyAsync(manifests);

        return (await _cluster.CheckAsync(manifests, budgets, cancellation)).Problems[0];
    }
}
