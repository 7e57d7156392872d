using Gauntlet.Experiments.Resources;
using Gauntlet.Metrics.Model;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Tests;
using k8s.Models;
using Microsoft.Extensions.Time.Testing;

namespace Gauntlet.Experiments.Tests.Resources;

/// <summary>A load of ten seconds with 1,000 requests over one route; its measured part begins at noon.</summary>
[CancelAfter(30_000)]
public sealed class ResourceObserverTests
{
    private const double Mebibyte = 1 << 20;
    private static readonly DateTimeOffset Noon = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public async Task Section_PodThatUsesHalfACore_SaysWhatARequestCosts()
    {
        var source = new CannedSource([.. Node(), .. Pod("foo-1", 0.5, 20), .. Pod("foo-2", 0.25, 30)]);
        var foo = (await SeenAsync(source, new ResourcePrices(0.6, 0.1))).Workloads[0];

        Assert.That((foo.Kind, foo.FullName, foo.Pods, foo.Requests), Is.EqualTo(("Deployment", "echo/foo", 2, 1_000)));
        Assert.That(foo.CoresMean, Is.EqualTo(0.75).Within(0.001));
        Assert.That(foo.CoresMax, Is.EqualTo(0.75).Within(0.001));
        Assert.That(foo.CpuMsPerRequest, Is.EqualTo(7.5).Within(0.01), "7.5 s of processor time over 1,000 requests");
        Assert.That(foo.MemoryPeak / Mebibyte, Is.EqualTo(30), "of one pod");
        Assert.That(foo.MemoryMean / Mebibyte, Is.EqualTo(50).Within(0.001), "of both");
        Assert.That((foo.CoresLimit, foo.CoresRequested), Is.EqualTo(((double?)null, 2.0)));
        Assert.That(foo.Seconds, Has.Count.EqualTo(10));

        // 10 s of 0.75 cores at 0.6 and of 50 MiB at 0.1 an hour; set aside are 2 cores and 128 MiB.
        Assert.That(foo.CostByUse, Is.EqualTo(10 / 3600.0 * ((0.75 * 0.6) + (50 / 1024.0 * 0.1))).Within(1e-6));
        Assert.That(foo.CostByRequest, Is.EqualTo(10 / 3600.0 * ((2 * 0.6) + (128 / 1024.0 * 0.1))).Within(1e-6));
    }

    [Test]
    public async Task Section_ThrottledContainer_IsTheWorstByName()
    {
        var container = new UsageSample("worker", "foo-2", "c0ffee", Noon, Noon);
        var samples = Enumerable.Range(-1, 13).Select(second => At(container, second) with
        {
            Periods = 10 * (second + 1),
            Throttled = 7 * (second + 1),
            ThrottledTime = 50_000_000L * (second + 1),
        });

        var section = await SeenAsync(new CannedSource([.. Node(), .. Pod("foo-1", 0.5, 20), .. Pod("foo-2", 0.05, 20), .. samples]));

        Assert.That(section.Workloads[0].Throttling, Is.EqualTo(new ContainerThrottling("foo-2", "echo", null, 100, 70, 0.5)));
        Assert.That(section.Workloads[0].Seconds[3].Throttled, Is.EqualTo(0.7));
    }

    [Test]
    public async Task Section_PodThatCameInMidRun_CountsFromZero()
    {
        var late = Pod("foo-2", 1, 20).Where(sample => sample.At > Noon.AddSeconds(4.5)).Select(sample => sample with { Cpu = sample.Cpu - 5_000_000_000 });

        var foo = (await SeenAsync(new CannedSource([.. Together([.. Node(), .. Pod("foo-1", 0.5, 20), .. late])]))).Workloads[0];

        Assert.That(foo.CoresMean, Is.EqualTo(1.1).Within(0.001), "half a core all the time, and a whole one for six of ten seconds");
    }

    [Test]
    public async Task Section_SourceThatIsKilledInMidRun_MarksTheFiguresMissingAndKeepsWhatWasSeen()
    {
        var until = Noon.AddSeconds(4.5);
        var source = new CannedSource([.. Node().Where(s => s.At < until), .. Pod("foo-1", 0.5, 20).Where(s => s.At < until)])
        {
            Ends = "the reader in worker ended",
        };

        var section = await SeenAsync(source);

        Assert.That(section.Missing, Is.EqualTo("the reader in worker ended"));
        var foo = section.Workloads.Single();
        Assert.That((foo.CoresMean, foo.CpuMsPerRequest, foo.MemoryPeak, foo.Throttling, foo.Restarts),
            Is.EqualTo(((double?)null, (double?)null, (double?)null, (ContainerThrottling?)null, (long?)null)));
        Assert.That(foo.Seconds.Select(second => second.Cores is not null), Is.EqualTo(Enumerable.Range(0, 10).Select(second => second < 4)));
    }

    [Test]
    public async Task Section_NodeThatFellSilent_IsNamed()
    {
        var section = await SeenAsync(new CannedSource([.. Node().Where(sample => sample.At < Noon.AddSeconds(3)), .. Pod("foo-1", 0.5, 20).Take(3)]));

        Assert.That(section.Missing, Is.EqualTo("nothing was read of worker to the end"));
    }

    [Test]
    public async Task Section_ClusterThatTellsNothing_SaysWhy()
    {
        var section = await SeenAsync(new NoResources("its pods are simulated"));

        Assert.That((section.Source, section.Missing), Is.EqualTo(("not measured", "its pods are simulated")));
        Assert.That(section.Workloads, Is.Empty);
    }

    [Test]
    public async Task RunAsync_SourceThatFails_HasNoBearing()
    {
        var time = new FakeTimeProvider(Noon);
        using var observer = Observer(new CannedSource { Throws = new InvalidOperationException("docker is gone") }, time);

        var seen = await RunAsync(observer, time);

        Assert.That(seen.Observations, Is.Empty);
        Assert.That(observer.Section(seen, Document, null).Missing, Is.EqualTo("the source failed: docker is gone"));
    }

    [Test]
    public async Task Section_KubeletsThatSampleSlowly_AreHeldAgainstTheirOwnTimes()
    {
        UsageSample Pod(double at, double cores) =>
            new("worker", "foo-1", null, Noon.AddSeconds(at), Noon.AddSeconds(at + 3)) { Cpu = (long)(cores * (at + 60) * 1e9) };
        var source = new CannedSource(Pod(-8, 0.5), Pod(3, 0.5), Pod(3, 0.5), Pod(12, 0.5)) { Resolution = TimeSpan.FromSeconds(20) };

        var foo = (await SeenAsync(source)).Workloads[0];

        Assert.That(foo.CoresMean, Is.EqualTo(0.5).Within(0.001));
    }

    [Test]
    public async Task Section_KubeletsWithoutTwoSamplesInTheMeasuredPart_SayNothing()
    {
        var sample = new UsageSample("worker", "foo-1", null, Noon.AddSeconds(6), Noon.AddSeconds(9)) { Cpu = 1_000_000_000 };
        var source = new CannedSource(sample with { At = Noon.AddSeconds(-9), Cpu = 0 }, sample with { At = Noon.AddSeconds(2) })
        {
            Resolution = TimeSpan.FromSeconds(20),
        };

        Assert.That((await SeenAsync(source)).Workloads[0].CoresMean, Is.Null, "two of ten seconds are covered");
    }

    private static MetricsDocument Document { get; } = MetricsBuilder.Build(
        Runs.Good() with { Measured = TimeSpan.FromSeconds(10) },
        new RunHeader { RunId = "run", Started = Noon, Cluster = "kind", Command = "./build.sh" }, resamples: 2);

    private static LoadRun Load(FakeTimeProvider time)
    {
        time.SetUtcNow(Noon.AddSeconds(11));
        return Runs.Good() with { Measured = TimeSpan.FromSeconds(10), BegunAgo = TimeSpan.FromSeconds(11) };
    }

    private static async Task<ResourceSection> SeenAsync(IResourceSource source, ResourcePrices? prices = null)
    {
        var time = new FakeTimeProvider(Noon);
        using var observer = Observer(source, time);
        return observer.Section(await RunAsync(observer, time), Document, prices);
    }

    /// <summary>Time goes on while the observer waits for readers and last samples; not during the load, which takes it to 11 s after noon.</summary>
    private static async Task<SessionResult> RunAsync(ResourceObserver observer, FakeTimeProvider time)
    {
        var load = new WhileLoading();
        var run = new LoadSession(time, observer, load).RunAsync(_ => Task.FromResult(Load(time)), CancellationToken.None);
        while (!run.IsCompleted)
        {
            if (!load.IsRunning)
            {
                time.Advance(TimeSpan.FromMilliseconds(1));
            }

            await Task.Yield();
        }

        return await run;
    }

    /// <summary>Begun last and ended first, so that it knows.</summary>
    private sealed class WhileLoading : ISessionObserver
    {
        private volatile bool _isRunning;

        public bool IsRunning => _isRunning;

        public Task BeginAsync(Timeline timeline, CancellationToken cancellation) => Set(true);

        public async Task<IReadOnlyList<Observation>> EndAsync(CancellationToken cancellation)
        {
            await Set(false);
            return [];
        }

        private Task Set(bool running)
        {
            _isRunning = running;
            return Task.CompletedTask;
        }
    }

    private static ResourceObserver Observer(IResourceSource source, TimeProvider time) =>
        new(source, new CannedApi(Living("foo-1"), Living("foo-2")).Client(), Manifests, time);

    private static ManifestSet Manifests { get; } = ManifestSet.Load(Path.Combine(Project.Root, "manifests"));

    private static V1Pod Living(string name) => new()
    {
        Metadata = new V1ObjectMeta
        {
            Name = name,
            NamespaceProperty = "echo",
            Uid = name,
            OwnerReferences = [new V1OwnerReference { ApiVersion = "apps/v1", Kind = "Deployment", Name = "foo", Uid = "owner" }],
        },
        Spec = new V1PodSpec
        {
            Containers =
            [
                new V1Container
                {
                    Name = "echo",
                    Resources = new V1ResourceRequirements
                    {
                        Requests = new Dictionary<string, ResourceQuantity> { ["cpu"] = new("1"), ["memory"] = new("64Mi") },
                    },
                },
            ],
        },
        Status = new V1PodStatus(),
    };

    private static IEnumerable<UsageSample> Node() => Enumerable.Range(-1, 13)
        .Select(second => At(new UsageSample("worker", null, null, Noon, Noon), second) with { Cpu = (second + 1) * 1_000_000_000L });

    private static IEnumerable<UsageSample> Pod(string uid, double cores, double mebibytes) => Enumerable.Range(-1, 13)
        .Select(second => At(new UsageSample("worker", uid, null, Noon, Noon), second) with
        {
            Cpu = (long)((second + 1) * cores * 1e9),
            WorkingSet = (long)(mebibytes * Mebibyte),
        });

    private static UsageSample At(UsageSample sample, int second) => sample with { At = Noon.AddSeconds(second), ReadAt = Noon.AddSeconds(second) };

    private static IEnumerable<UsageSample> Together(IEnumerable<UsageSample> samples) => samples.OrderBy(sample => sample.At);
}
