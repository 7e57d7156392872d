using Gauntlet.Metrics.Model;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.Metrics.Tests;

/// <summary>Runs as a generator would hand them over, from fixed seeds.</summary>
internal static class Runs
{
    public static readonly RunHeader Header = new()
    {
        RunId = "20261123-011500-5f64a55",
        Commit = "5f64a5512c0ffee0000000000000000000000000",
        Ref = "pull/42",
        Started = new DateTimeOffset(2026, 11, 23, 1, 15, 0, TimeSpan.Zero),
        Cluster = "kind",
        Machine = new Dictionary<string, string> { ["system"] = "Debian GNU/Linux 12", ["processors"] = "2", ["memory"] = "7.8 GiB" },
        Versions = new Dictionary<string, string> { [".NET"] = "10.0.1", ["kind"] = "v0.33.0", ["kubectl"] = "v1.35.8" },
        Options = new Dictionary<string, string> { ["rate"] = "1000", ["duration"] = "15 s", ["seed"] = "4711" },
        StandIns = ["Cake.Frosting"],
        Command = "./build.sh --target=Full --cluster=kind --seed=4711",
    };

    public static LoadRun Of(
        Recorder recorder, IReadOnlyList<string>? routes = null, int seconds = 15, double rate = 1000, long dropped = 0, string model = "open")
    {
        var successes = recorder.Routes.Sum(r => r.Outcomes[0]);
        var ended = recorder.Requests;
        return new LoadRun
        {
            Routes = routes ?? [.. Enumerable.Range(0, recorder.Routes.Count).Select(i => i switch { 0 => "foo", 1 => "bar", _ => $"route-{i}" })],
            Recorded = recorder,
            Totals = new LoadTotals(ended + dropped, successes, ended - successes, dropped, 0, 0),
            Setup = new LoadSetup
            {
                Model = model,
                Arrivals = model == "open" ? "constant" : null,
                OfferedRate = model == "open" ? rate : null,
                Connections = 50,
                Loops = 2,
                Engine = "epoll",
                Seed = 4711,
                Timeout = TimeSpan.FromSeconds(10),
                Reuse = "always",
            },
            Measured = TimeSpan.FromSeconds(seconds),
            WarmUp = TimeSpan.FromSeconds(3),
            WarmUpRequests = 3000,
            ProcessorTime = TimeSpan.FromSeconds(seconds * 0.4),
        };
    }

    /// <summary>15,000 requests over two routes, most around 1 ms with a tail, the second route slower; one in 3,000 fails.</summary>
    public static LoadRun Typical(int failEvery = 3000, double lagMicroseconds = 80)
    {
        var random = new Random(1);
        var recorder = new Recorder(2, 15, 1_000_000);
        for (var i = 0; i < 15_000; i++)
        {
            var service = (long)(700 * (1 + i % 2 * 0.8) * Math.Exp(0.35 * Normal(random)) + (random.NextDouble() < 0.02 ? 5000 * random.NextDouble() : 0));
            var outcome = i % failEvery == failEvery - 1 ? (Outcome)(1 + i / failEvery % 10) : Outcome.Success;
            recorder.Record(i % 2, i / 1000, service + 40, service, outcome);
            recorder.RecordLag((long)(lagMicroseconds * (0.5 + random.NextDouble())));
        }

        return Of(recorder);
    }

    public static LoadRun Empty() => Of(new Recorder(2, 15, 1000));

    public static LoadRun One()
    {
        var recorder = new Recorder(2, 15, 1000);
        recorder.Record(0, 3, 1234, 1200, Outcome.Success);
        recorder.RecordLag(34);
        return Of(recorder);
    }

    public static LoadRun OnlyFailures() => All(Outcome.ConnectRefused, 300);

    public static LoadRun OnlyTimeouts() => All(Outcome.Timeout, 10_000_000);

    /// <summary>200 routes and 10,000 failures among 40,000 requests, past the raw capacity.</summary>
    public static LoadRun Large()
    {
        var random = new Random(2);
        var recorder = new Recorder(200, 15, 1000);
        for (var i = 0; i < 40_000; i++)
        {
            var outcome = i % 4 == 0 ? (Outcome)(1 + i / 4 % 10) : Outcome.Success;
            var value = outcome == Outcome.Timeout ? 10_000_000 : (long)(500 * Math.Exp(0.5 * Normal(random)));
            recorder.Record(i % 200, i * 15 / 40_000, value, value, outcome);
            recorder.RecordLag(50);
        }

        string[] names = [.. Enumerable.Range(0, 200).Select(i => $"service-{i:000}-with-a-long-name.namespace.example/api/v1/resources|{i}")];
        return Of(recorder, names, rate: 40_000 / 15.0);
    }

    /// <summary>Beside a typical run, whose warm-up takes 3 s: foo is scaled from 2 to 4 replicas, and has no metrics for a while.</summary>
    public static ScalingSection Scaling { get; } = new()
    {
        ApiVersion = "autoscaling/v2",
        Began = new DateTimeOffset(2026, 11, 23, 1, 16, 0, TimeSpan.Zero),
        Autoscalers =
        [
            new AutoscalerTimeline
            {
                Namespace = "echo", Name = "foo-cpu", TargetKind = "Deployment", Target = "foo", Least = 2, Most = 6, StabilisationSeconds = 300,
                LoadBegan = -3, LoadEnded = 15, TimeToScale = 12.5, Flaps = 0,
                Steps = [new(-4, 2, 2, 2), new(6, 4, 2, 2), new(7, 4, 4, 2), new(9.5, 4, 4, 3), new(10, 4, 4, 4)],
                Conditions =
                [
                    new(-4, "AbleToScale", "True", "SucceededGetScale", ""),
                    new(-4, "ScalingActive", "False", "FailedGetResourceMetric", "no metrics returned"),
                    new(2, "ScalingActive", "True", "ValidMetricFound", "from cpu resource utilization"),
                ],
                Events = [new(6, "SuccessfulRescale", "New size: 4; reason: cpu resource utilization above target")],
            },
        ],
    };

    /// <summary>Of a typical run: foo is throttled, the ingress has no limit, and bar was not measured.</summary>
    public static ResourceSection Resources { get; } = new()
    {
        Source = "cgroup files of the node containers",
        ResolutionSeconds = 1,
        Began = new DateTimeOffset(2026, 11, 23, 1, 16, 0, TimeSpan.Zero),
        Workloads =
        [
            new WorkloadResources
            {
                Kind = "Deployment", Namespace = "ingress-nginx", Name = "controller", IsIngress = true, Pods = 1, Requests = 15_000,
                CoresMean = 0.3, CoresMax = 0.4, CpuMsPerRequest = 0.3, MemoryMean = 40 << 20, MemoryPeak = 48 << 20, Restarts = 0, OomKills = 0,
                Seconds = [.. Enumerable.Range(0, 15).Select(second => new ResourceSecond(second, 0.3, 40 << 20, null))],
            },
            new WorkloadResources
            {
                Kind = "Deployment", Namespace = "echo", Name = "foo", Pods = 2, Routes = ["foo"], Requests = 7_500, CoresMean = 0.09, CoresMax = 0.1,
                CpuMsPerRequest = 0.18, CoresLimit = 0.1, CoresRequested = 0.05, MemoryMean = 20 << 20, MemoryPeak = 12 << 20, MemoryLimit = 128 << 20,
                MemoryRequested = 64 << 20, Throttling = new ContainerThrottling("foo-1", "echo", 0.05, 150, 95, 4.1), Restarts = 1, OomKills = 1,
                ReceivedBytes = 1_000_000, SentBytes = 2_000_000, CpuPressure = 0.25, CostByUse = 0.00002, CostByRequest = 0.00004,
                Seconds = [.. Enumerable.Range(0, 15).Select(second => new ResourceSecond(second, 0.09, 20 << 20, 0.63))],
            },
            new WorkloadResources { Kind = "Deployment", Namespace = "echo", Name = "bar", Pods = 0, Routes = ["bar"], Requests = 7_500 },
        ],
        Machine = new MachineResources
        {
            Processors = 2,
            BusyCores = 1.2,
            NodeCores = 0.7,
            GeneratorCores = 0.4,
            OtherCores = 0.1,
            Others = [new ProcessUse("docker-proxy", 0.06), new ProcessUse("dockerd", 0.03)],
            StolenShare = 0.01,
            CpuPressure = 0.3,
            GeneratorDelayMs = 4,
            Seconds = [.. Enumerable.Range(0, 15).Select(second => new MachineSecond(second, 1.2, 0.4, 0.7))],
        },
        Prices = new ResourcePrices(0.03, 0.004),
    };

    public static MetricsDocument Document(LoadRun run) => MetricsBuilder.Build(run, Header, resamples: 200);

    private static LoadRun All(Outcome outcome, long microseconds)
    {
        var recorder = new Recorder(2, 15, 1_000_000);
        for (var i = 0; i < 3000; i++)
        {
            recorder.Record(i % 2, i / 200, microseconds + i % 100, microseconds, outcome);
            recorder.RecordLag(50);
        }

        return Of(recorder, rate: 200);
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
