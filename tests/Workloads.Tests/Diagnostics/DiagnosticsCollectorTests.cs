using Gauntlet.Workloads.Diagnostics;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Time.Testing;

namespace Gauntlet.Workloads.Tests.Diagnostics;

[CancelAfter(120_000)]
public sealed class DiagnosticsCollectorTests
{
    private static readonly IKubernetesObject<V1ObjectMeta>[] SharedCluster =
    [
        Space("team"), Space("echo"), Crashed("team", "theirs"), Crashed("echo", "ours"),
        new V1ConfigMap { Metadata = new V1ObjectMeta { Name = "theirs", NamespaceProperty = "team" } },
        Event("team", "theirs"), Event("echo", "ours"),
    ];

    [Test]
    public async Task CollectAsync_SomeNamespaces_KeepsAndBlamesNothingOfOthers(CancellationToken cancellation)
    {
        using var folder = new TemporaryFolder();

        var report = await CollectAsync(folder, ["echo"], cancellation);

        Assert.That(report.FirstCause[0], Does.StartWith("Pod echo/ours"));
        var everything = Files(folder).Select(File.ReadAllText).Concat(Files(folder)).Concat(report.FirstCause).Concat(report.Missing).ToList();
        Assert.That(everything, Has.Some.Contains("ours").And.None.Contains("theirs").And.None.Contains("team"));
    }

    [Test]
    public async Task CollectAsync_NoNamespaces_KeepsAll(CancellationToken cancellation)
    {
        using var folder = new TemporaryFolder();

        await CollectAsync(folder, null, cancellation);

        Assert.That(Files(folder).Select(file => Path.GetRelativePath(folder.Path, file)),
            Is.SupersetOf(new[] { "objects/team/pod-theirs.yaml", "objects/team/configmap-theirs.yaml", "objects/echo/pod-ours.yaml" }));
    }

    [Test]
    public async Task CollectAsync_KindThatIsNotServed_IsNothingToMiss(CancellationToken cancellation)
    {
        using var folder = new TemporaryFolder();
        using var api = new CannedApi(Space("echo"), Running("echo", "well", ready: true)) { Unserved = ["/daemonsets", "/horizontalpodautoscalers"] };
        using var client = api.Client();

        var report = await new DiagnosticsCollector(client, new DiagnosticsOptions(), TimeProvider.System, new Progress<string>())
            .CollectAsync(folder.Path, cancellation);

        Assert.That(report.Missing.Concat(report.FirstCause), Has.None.Contains("daemon sets").And.None.Contains("autoscalers"));
        Assert.That(Files(folder).Select(file => Path.GetRelativePath(folder.Path, file)), Has.Member("objects/echo/pod-well.yaml"));
    }

    /// <summary>A paused node keeps every request for a log of its pods open; what is asked after it must not wait for that.</summary>
    [Test]
    public async Task CollectAsync_LogsOfALostNode_HoldUpNothingElse(CancellationToken cancellation)
    {
        using var folder = new TemporaryFolder();
        var time = new FakeTimeProvider();
        var lost = Enumerable.Range(0, 9).Select(i => Running("echo", $"lost-{i}", ready: false));
        using var asked = new SemaphoreSlim(0);
        using var api = new CannedApi([Space("echo"), .. lost, Running("echo", "well", ready: true)]) { Log = AnswerAsync };
        using var client = api.Client();

        var collecting = new DiagnosticsCollector(client, new DiagnosticsOptions(), time, new Progress<string>()).CollectAsync(folder.Path, cancellation);
        for (var i = 0; i < 8; i++)
        {
            await asked.WaitAsync(cancellation);
        }

        time.Advance(TimeSpan.FromSeconds(5));
        await asked.WaitAsync(cancellation);
        var last = Path.Combine(folder.Path, "logs/echo/well/main.log");
        while (!File.Exists(last))
        {
            cancellation.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        time.Advance(TimeSpan.FromSeconds(5));
        var report = await collecting;

        Assert.That(report.Missing, Is.EqualTo(Enumerable.Range(0, 9).Select(i => $"logs of echo/lost-{i}: no answer within 5 s")));
        Assert.That(File.Exists(Path.Combine(folder.Path, "objects/echo/pod-lost-0.yaml")), Is.True);

        async Task<string> AnswerAsync(string path, CancellationToken given)
        {
            if (path.Contains("/lost-", StringComparison.Ordinal))
            {
                asked.Release();
                await Task.Delay(Timeout.Infinite, given);
            }

            return "said";
        }
    }

    private static async Task<DiagnosticsReport> CollectAsync(TemporaryFolder folder, string[]? namespaces, CancellationToken cancellation)
    {
        using var api = new CannedApi(SharedCluster);
        using var client = api.Client();
        return await new DiagnosticsCollector(client, new DiagnosticsOptions { Namespaces = namespaces }, TimeProvider.System, new Progress<string>())
            .CollectAsync(folder.Path, cancellation);
    }

    private static string[] Files(TemporaryFolder folder) => Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories);

    private static V1Namespace Space(string name) => new() { Metadata = new V1ObjectMeta { Name = name } };

    private static V1Pod Crashed(string space, string name) => new()
    {
        Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = space, Uid = name },
        Spec = new V1PodSpec { Containers = [new V1Container { Name = "main" }] },
        Status = new V1PodStatus
        {
            Phase = "Running",
            ContainerStatuses = [new V1ContainerStatus { Name = "main", Image = "a", ImageID = "a", RestartCount = 1 }]
        },
    };

    private static V1Pod Running(string space, string name, bool ready)
    {
        var pod = Crashed(space, name);
        pod.Status.Conditions = [new V1PodCondition { Type = "Ready", Status = ready ? "True" : "False" }];
        pod.Status.ContainerStatuses[0].RestartCount = 0;
        pod.Status.ContainerStatuses[0].State = new V1ContainerState { Running = new V1ContainerStateRunning() };
        return pod;
    }

    private static Corev1Event Event(string space, string pod) => new()
    {
        Metadata = new V1ObjectMeta { Name = pod, NamespaceProperty = space },
        InvolvedObject = new V1ObjectReference { Kind = "Pod", Name = pod, NamespaceProperty = space, Uid = pod },
        Reason = "BackOff",
    };
}
