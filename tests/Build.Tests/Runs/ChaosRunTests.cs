using System.Text.Json.Nodes;
using Gauntlet.Experiments.Chaos;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Build.Tests.Runs;

/// <summary>
/// Every fault on a KinD cluster: that it lands, with its evidence, and that nothing of it is left. With UPDATE_DOCS=1 what was measured is written to
/// docs/chaos.md. All of it takes half an hour, so that it is run by hand: tests/soak.sh ChaosRunTests.
/// </summary>
[TestFixture]
[Category("Soak")]
[NonParallelizable]
[Platform("Linux")]
public sealed class ChaosRunTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMinutes(2);

    private readonly List<string> _measured = [];
    private ProjectCopy _copy = null!;

    private static IEnumerable<string> All => Faults.All.Select(fault => fault.Name);

    /// <summary>What lasts until it is taken back, and so can be left behind.</summary>
    private static IEnumerable<string> Lasting => Faults.All.Where(fault => fault.Lasts).Select(fault => fault.Name);

    [OneTimeSetUp]
    public async Task CreateTheCluster()
    {
        _copy = ProjectCopy.Create();
        await PrepareAsync();
    }

    [OneTimeTearDown]
    public async Task DeleteTheCluster()
    {
        Write();
        await _copy.RunAsync("--target=DeleteCluster");
        await _copy.DisposeAsync();
    }

    /// <summary>The outcome depends on the machine: what is asserted is that the fault was there, was seen by others than its command, and is gone.</summary>
    [TestCaseSource(nameof(All))]
    public async Task Chaos_Fault_LandsWithEvidenceAndLeavesNothing(string fault)
    {
        await _copy.RunAsync("--target=Chaos", $"--chaos={fault}{(Faults.Find(fault)!.Reach == FaultReach.Controller ? "" : ":foo")}");

        var one = Chaos()!["result"]!["experiments"]!.AsArray().Single()!;
        _measured.Add(Row(fault, one));
        Assert.That((double?)one["injectedAt"], Is.GreaterThan(2), one.ToJsonString());
        Assert.That(one["evidence"]!.AsArray().Select(text => (string?)text), Has.Some.Not.StartsWith("taken back"), one.ToJsonString());
        Assert.That((string?)one["reason"], Does.Not.Contain("void: what was to be hit").And.Not.Contain("void: the node showed"), one.ToJsonString());
        await AssertNothingIsLeftAsync();
    }

    /// <summary>A host that is killed in the middle cannot take anything back: the node does it by itself, or the next command.</summary>
    [TestCaseSource(nameof(Lasting))]
    public async Task Chaos_HostKilledInMidFault_LeavesNothingAfterTheGuardOrTheNextCommand(string fault)
    {
        await using var run = _copy.Start(["--target=Chaos", $"--chaos={fault}:foo@3s,for=20s"]);
        await run.OutputHoldsAsync("failed, injected");
        Assert.That(Pending(), Is.Not.Null, "it was written down before it was made");
        await run.SignalAsync("KILL");
        await run.ExitAsync();
        await _copy.RunAsync("--target=CheckHealth");

        await AssertNothingIsLeftAsync();
        Assert.That(Pending(), Is.Null);
        await _copy.KubectlAsync("-n", "echo", "rollout", "status", "deploy/foo", "--timeout=50s");
    }

    /// <summary>
    /// Requests that the ingress may not repeat are lost where a server ends before the ingress knows, and kept where it waits. Each has a connection of its
    /// own: this ingress closes idle ones where it takes in a change.
    /// </summary>
    [Test]
    public async Task Chaos_Rollout_LosesRequestsWithoutPreStopAndNoneWithIt()
    {
        var service = _copy.PathOf("manifests", "echo", "foo-service.yaml");
        File.WriteAllText(service, File.ReadAllText(service).Replace("  name: foo\n", "  name: foo\n  annotations: {gauntlet/method: POST}\n"));
        await PrepareAsync();

        var without = await _copy.RunAsync("--target=Chaos", "--chaos=rollout:foo", "--reuse=never");
        const string PreStop = """
            {"spec":{"template":{"spec":{"containers":[{"name":"echo","lifecycle":{"preStop":{"exec":{"command":["bash","-c","read -rt 5 <> <(:)||:"]}}}}]}}}}
            """;
        await _copy.KubectlAsync("-n", "echo", "patch", "deploy/foo", "-p", PreStop);
        await _copy.KubectlAsync("-n", "echo", "rollout", "status", "deploy/foo", "--timeout=50s");
        var with = await _copy.RunAsync("--target=Chaos", "--chaos=rollout:foo", "--reuse=never");

        Assert.That(without.ExitCode, Is.EqualTo(1), without.ToString());
        Assert.That(without.Output, Does.Contain("its containers have no preStop"));
        Assert.That(with.ExitCode, Is.Zero, with.ToString());
    }

    /// <summary>A node that is lost without any experiment is no fault of the change, and is named.</summary>
    [TestCase("pause", "unpause", "paused")]
    [TestCase("kill", "start", "exited")]
    public async Task LoadTest_WorkerLost_IsInfrastructureAndNamesTheNode(string lose, string restore, string state)
    {
        var run = _copy.RunAsync("--target=LoadTest", "--rate=50", "--duration=12s", "--timeout=2s");
        while (!run.IsCompleted && !File.Exists(_copy.Artifact("failures.ndjson")))
        {
            await Task.Yield();
        }

        var node = _copy.ClusterName + "-worker";
        try
        {
            await Command.RunAsync(Short, "docker", lose, node);
            var result = await run;

            Assert.That(result.ExitCode, Is.EqualTo(3), result.ToString());
            Assert.That(result.Output, Does.Contain($"the node {node} is {state}, as Docker knows"));
        }
        finally
        {
            await Command.RunAsync(Short, "docker", restore, node);
        }
    }

    private async Task PrepareAsync()
    {
        await _copy.PassAsync("--target=Validate", "--cluster=kind", "--skip=ScanSecurity");
        await _copy.PassAsync("--target=CreateCluster", "--node-image=" + Kind.NodeImage, "--cluster-timeout=5m");
        await _copy.PassAsync("--target=Deploy");
        await _copy.PassAsync("--target=CheckHealth");
    }

    private JsonNode? Pending() => Chaos()?["result"]?["pending"];

    private JsonNode? Chaos() => JsonNode.Parse(File.ReadAllText(_copy.Artifact("state.json")))!["chaos"];

    private async Task AssertNothingIsLeftAsync()
    {
        var nodes = await _copy.ContainersAsync();
        var states = await Command.RunAsync(Short, "docker", ["inspect", "--format", "{{.State.Status}}", .. nodes]);
        Assert.That(Kind.Lines(states), Is.All.EqualTo("running"));
        foreach (var node in nodes)
        {
            const string Look = "iptables -S | grep gauntlet-; tc qdisc show | grep 6a75; pgrep -fa 'while :; do :; [d]one'; "
                + "find /sys/fs/cgroup/freezer -name freezer.state 2>/dev/null | xargs grep -l FROZEN 2>/dev/null; "
                + "find /sys/fs/cgroup -name cgroup.freeze 2>/dev/null | xargs grep -l 1 2>/dev/null; systemctl is-active kubelet | grep -v ^active; true";
            Assert.That(Kind.Lines(await Command.RunAsync(Short, "docker", "exec", node, "bash", "-c", Look)), Is.Empty, node);
        }

        Assert.That(await _copy.KubectlAsync("get", "nodes", "-o", "jsonpath={.items[*].spec.unschedulable}"), Is.Empty);
        Assert.That(await _copy.KubectlAsync("-n", "echo", "get", "deploy", "-o", "jsonpath={.items[*].spec.replicas}"), Is.EqualTo("2 2"));
    }

    private static string Row(string fault, JsonNode one)
    {
        var felt = (double?)one["feltTo"] - (double?)one["feltFrom"];
        return $"| `{fault}` | {string.Join("; ", one["evidence"]!.AsArray().Select(text => (string?)text))} | {Seconds(felt)} | "
            + $"{one["errors"]} of {one["requests"]} | {Seconds((double?)one["recoveryFelt"])} | {Seconds((double?)one["recoveryByCluster"])} | "
            + $"{one["outcome"]} |";
    }

    private void Write()
    {
        var table = "| fault | what showed it | felt | failed | recovery felt | by the cluster | outcome |\n|---|---|---:|---:|---:|---:|---|\n"
            + string.Concat(_measured.Select(row => row + "\n"));
        TestContext.Out.WriteLine(table);
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1" && _measured.Count == Faults.All.Count)
        {
            var file = Path.Combine(Checkout.Root, "docs", "chaos.md");
            var (text, begin, end) = (File.ReadAllText(file), "<!-- measured: begin -->\n\n", "\n<!-- measured: end -->");
            var (from, to) = (text.IndexOf(begin, StringComparison.Ordinal) + begin.Length, text.IndexOf(end, StringComparison.Ordinal));
            File.WriteAllText(file, text[..from] + table + text[to..]);
        }
    }

    private static string Seconds(double? value) => value is { } seconds ? FormattableString.Invariant($"{seconds:0.0} s") : "–";
}
