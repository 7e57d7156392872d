using System.Text.Json.Nodes;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Build.Tests.Runs;

/// <summary>What LoadTest says of the pods beside its load, on a KinD cluster with a pod that burns half a core.</summary>
[TestFixture]
[Category("Cluster")]
[NonParallelizable]
[Platform("Linux")]
public sealed partial class ResourceRunTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMinutes(2);
    private static readonly string[] Load = ["--target=LoadTest", "--rate=20", "--warm-up=1s", "--threshold=errors.rate < 50%"];

    private ProjectCopy _copy = null!;

    [OneTimeSetUp]
    public async Task CreateTheCluster()
    {
        _copy = ProjectCopy.Create();
        File.WriteAllText(_copy.PathOf("manifests", "echo", "burner.yaml"), Burner);
        await _copy.PassAsync("--target=Validate", "--cluster=kind", "--skip=ScanSecurity", "--monitoring=prometheus");
        await _copy.PassAsync("--target=CreateCluster", "--node-image=" + Kind.NodeImage, "--cluster-timeout=5m");
        await _copy.PassAsync("--target=Deploy");
        await _copy.PassAsync("--target=CheckHealth");
    }

    [OneTimeTearDown]
    public async Task DeleteTheCluster()
    {
        await _copy.RunAsync("--target=DeleteCluster");
        await _copy.DisposeAsync();
    }

    /// <summary>The burner says itself what it got: a machine that has no half core to spare does not fail this.</summary>
    [Test]
    public async Task LoadTest_PodThatBurnsHalfACore_IsReportedSo()
    {
        await _copy.RunAsync([.. Load, "--duration=5s"]);

        var resources = Resources();
        var said = Kind.Lines(await _copy.KubectlAsync("-n", "echo", "logs", "deploy/burner"))
            .Select(line => line.Split(' ')).Select(words => (At: double.Parse(words[0]), Had: double.Parse(words[1]))).ToList();
        var began = ((DateTimeOffset)resources["began"]! - DateTimeOffset.UnixEpoch).TotalMicroseconds;
        var own = (HadAt(said, began + 5e6) - HadAt(said, began)) / 5e6;
        var cores = (double)Workload(resources, "burner")["coresMean"]!;
        TestContext.Out.WriteLine($"reported {cores}, by the burner itself {own:0.####}; machine {resources["machine"]!["busyCores"]} busy");
        Assert.That((string?)resources["missing"], Is.Null);
        Assert.That(cores, Is.EqualTo(own).Within(0.03));
        Assert.That((double?)Workload(resources, "foo")["cpuMsPerRequest"], Is.Positive);
        Assert.That((double?)Workload(resources, "foo")["receivedBytes"], Is.Positive);
        Assert.That((double)resources["machine"]!["nodeCores"]!, Is.GreaterThan(cores));
        Assert.That(await ReadersAsync(), Is.Zero, "the readers end with their load");
    }

    /// <summary>Other processes are read 5 s apart: where something begins or ends meanwhile, another load tells.</summary>
    [Test]
    public async Task LoadTest_NodesGeneratorAndOthers_AddUpToWhatIsBusy()
    {
        var shares = new List<double>();
        do
        {
            await _copy.RunAsync([.. Load, "--duration=15s"]);
            var machine = Resources()["machine"]!;
            shares.Add(new[] { "nodeCores", "generatorCores", "otherCores" }.Sum(part => (double)machine[part]!) / (double)machine["busyCores"]!);
            TestContext.Out.WriteLine($"{shares[^1]:0.0000} of {machine["busyCores"]} cores: {machine["others"]!.ToJsonString()}");
        }
        while (shares is { Count: < 3 } && Math.Abs(shares[^1] - 1) > 0.05);

        Assert.That(shares[^1], Is.EqualTo(1).Within(0.05));
    }

    [Test]
    public async Task LoadTest_ReaderKilledInMidRun_MarksTheFiguresMissingAndLeavesTheVerdict()
    {
        var run = _copy.RunAsync([.. Load, "--duration=15s"]);
        while (!run.IsCompleted && await ReadersAsync() == 0)
        {
        }

        await Command.RunAsync(Short, "docker", "exec", _copy.ClusterName + "-worker", "pkill", "-f", "Runs in a node");

        Assert.That((await run).ExitCode, Is.Zero.Or.EqualTo(4), "what the load itself says");
        Assert.That((string?)Resources()["missing"], Does.Match("worker"));
        Assert.That(Workload(Resources(), "burner")["coresMean"], Is.Null);
    }

    [Test]
    public async Task LoadTest_CpuLimitThatIsReached_IsTheFirstSuspect()
    {
        await LimitAsync("\"50m\"");
        string[] load = ["--target=LoadTest", "--rate=50", "--duration=6s", "--warm-up=1s", "--threshold=service.p(90) < 0.01ms"];

        var limited = await _copy.RunAsync(load);
        var share = Workload(Resources(), "burner")["throttling"]!;
        await LimitAsync("null");
        var free = await _copy.RunAsync(load);

        Assert.That((double)share["throttledPeriods"]! / (double)share["periods"]!, Is.GreaterThan(0.5));
        Assert.That(limited.Output, Does.Contain("first suspect: the CPU limit of 50m of container burner of Deployment echo/burner"));
        Assert.That(free.Output, Does.Not.Contain("suspect"));
    }

    private static double HadAt(List<(double At, double Had)> said, double at)
    {
        var (before, after) = (said.Last(line => line.At <= at), said.First(line => line.At > at));
        return before.Had + ((after.Had - before.Had) * (at - before.At) / (after.At - before.At));
    }

    private async Task LimitAsync(string cpu)
    {
        var patch = """{"spec":{"template":{"spec":{"containers":[{"name":"burner","resources":{"limits":{"cpu":LIMIT},"requests":{"cpu":"25m"}}}]}}}}""";
        await _copy.KubectlAsync("-n", "echo", "patch", "deploy/burner", "-p", patch.Replace("LIMIT", cpu, StringComparison.Ordinal));
        await _copy.KubectlAsync("-n", "echo", "rollout", "status", "deploy/burner", "--timeout=50s");
    }

    /// <summary>How many of the nodes' readers run.</summary>
    private async Task<int> ReadersAsync()
    {
        var count = await Command.RunAsync(Short, "docker", "exec", _copy.ClusterName + "-worker", "sh", "-c", "pgrep -fc 'Runs in a [n]ode' || true");
        return int.Parse(Kind.Lines(count)[0]);
    }

    private JsonNode Resources() => JsonNode.Parse(File.ReadAllText(_copy.Artifact("metrics.json")))!["resources"]!;

    private static JsonNode Workload(JsonNode resources, string name) =>
        resources["workloads"]!.AsArray().Single(workload => (string?)workload!["name"] == name)!;

    /// <summary>It burns until it has had half of the time that has passed, and says four times a second what it has had, in microseconds.</summary>
    private static readonly string Burner = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: burner, namespace: echo}
        spec:
          selector: {matchLabels: {app: burner}}
          template:
            metadata: {labels: {app: burner}}
            spec:
              automountServiceAccountToken: false
              terminationGracePeriodSeconds: 0
              securityContext: {runAsNonRoot: true, runAsUser: 65532, seccompProfile: {type: RuntimeDefault}}
              containers:
                - name: burner
                  image: IMAGE
                  imagePullPolicy: IfNotPresent
                  command: [bash, -c]
                  args:
                    - |
                      exec 3<> <(:); t0=${EPOCHREALTIME/./} said=0
                      while :; do
                        now=${EPOCHREALTIME/./}; read -r ns _ < /proc/self/schedstat
                        if (( (now - t0) / 250000 > said )); then said=$(( (now - t0) / 250000 )); echo "$now $(( ns / 1000 ))"; fi
                        if (( ns / 1000 < (now - t0) / 2 )); then for (( i = 0; i < 3000; i++ )); do :; done; else read -r -t 0.005 -u 3; fi
                      done
                  resources: {requests: {cpu: 100m, memory: 16Mi}, limits: {memory: 64Mi}}
                  securityContext: {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}
        """.Replace("IMAGE", Kind.EchoImage, StringComparison.Ordinal);
}
