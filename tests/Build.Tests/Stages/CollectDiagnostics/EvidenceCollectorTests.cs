using Gauntlet.Build.Clusters;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Stages.CheckHealth;
using Gauntlet.Build.Stages.CollectDiagnostics;
using Gauntlet.Build.Tests.Pipeline;
using Gauntlet.Build.Tools;
using Gauntlet.Experiments.Chaos;
using Gauntlet.Experiments.Resources;
using Gauntlet.Workloads.Policies;
using k8s;

namespace Gauntlet.Build.Tests.Stages.CollectDiagnostics;

[TestFixture]
[CancelAfter(30_000)]
public sealed class EvidenceCollectorTests
{
    private static readonly IReadOnlyList<(string Stage, IStageSlot? Slot)> Failed =
        [("CheckHealth", States.Slot<HealthResult>(StageOutcome.Fail, "it broke"))];

    [Test]
    public async Task CollectAsync_LogsThatNeverEnd_AreGivenUpBeforeTheStageAndWhatCameIsLookedThrough(CancellationToken cancellation)
    {
        using var bench = new StageBench("--target=CollectDiagnostics", "--diagnostics-timeout=60s");
        var cluster = new HangingCluster(bench);
        var collecting = new EvidenceCollector(bench.Mask, bench.Log, bench.Scope, bench.Time).CollectAsync(
            bench.Context, Failed, cluster, CancellationToken.None);
        await cluster.Exporting;

        bench.Time.Advance(TimeSpan.FromSeconds(20));
        var result = await collecting.WaitAsync(cancellation);

        AssertSealed(bench, "the cluster's own logs: not within 15s");
        Assert.That(result.FirstCause, Is.EqualTo(new[] { "CheckHealth: fail: it broke" }));
    }

    [Test]
    public async Task CollectAsync_EndedFromOutside_HandsOverWhatItHasAndLooksThroughIt(CancellationToken cancellation)
    {
        using var bench = new StageBench("--target=CollectDiagnostics");
        using var ending = new CancellationTokenSource();
        var cluster = new HangingCluster(bench);
        var collecting = new EvidenceCollector(bench.Mask, bench.Log, bench.Scope, bench.Time).CollectAsync(bench.Context, Failed, cluster, ending.Token);
        await cluster.Exporting;

        await ending.CancelAsync();
        var result = await collecting.WaitAsync(cancellation);

        AssertSealed(bench, "the rest: the collection was ended");
        Assert.That(result.FirstCause, Is.EqualTo(new[] { "CheckHealth: fail: it broke" }));
    }

    private static void AssertSealed(StageBench bench, string missing)
    {
        var folder = bench.Context.Paths.Diagnostics;
        Assert.That(File.ReadAllText(Path.Combine(folder, "cluster", "node.log")), Does.Not.Contain(bench.Mask.Values[0]));
        Assert.That(File.ReadAllText(Path.Combine(folder, "index.txt")), Does.Contain(missing));
    }

    /// <summary>Writes a log with a secret, and then hangs for as long as child processes of the stage may.</summary>
    private sealed class HangingCluster(StageBench bench) : ICluster
    {
        private readonly TaskCompletionSource _exporting = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Kind => "kind";

        public IReadOnlyList<ClusterTool> Tools => [];

        public Task Exporting => _exporting.Task;

        public async Task ExportLogsAsync(BuildContext context, string folder, CancellationToken cancellation)
        {
            Directory.CreateDirectory(folder);
            await File.WriteAllTextAsync(Path.Combine(folder, "node.log"), $"token: {bench.Mask.Values[0]}\n", CancellationToken.None);
            _exporting.SetResult();
            await Task.Delay(Timeout.Infinite, bench.Scope.Cancellation);
        }

        public IResourceSource Resources(BuildContext context, ClusterResult cluster, IKubernetes client) => throw new NotSupportedException();

        public IPodConnections? Connections(BuildContext context, Kubernetes client) => throw new NotSupportedException();

        public string? WhyNotAuto(BuildContext context, Predicate<ToolPin> isHere) => throw new NotSupportedException();

        public Task<IReadOnlyList<string>> FindObstaclesAsync(BuildContext context, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<ClusterResult> CreateAsync(BuildContext context, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<IReadOnlyList<string>> DeleteAsync(BuildContext context, string name, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<string?> WhyNodesLostAsync(BuildContext context, ClusterResult cluster, IKubernetes client, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public INodeFaults NodeFaults(BuildContext context, ClusterResult cluster, IKubernetes client) => throw new NotSupportedException();

        public string? UsualFault => null;

        public Action<string>? ImageLoader(BuildContext context) => throw new NotSupportedException();

        public IReadOnlyList<string> DescribeAccess(BuildContext context, ClusterResult cluster) => throw new NotSupportedException();
    }
}
