using System.Text.Json.Nodes;
using Gauntlet.Experiments.Scaling;
using Gauntlet.Metrics.Model;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Tests;
using Microsoft.Extensions.Time.Testing;

namespace Gauntlet.Experiments.Tests.Scaling;

/// <summary>A load that begins at noon; its measured part begins 3 s later and takes 60 s.</summary>
[CancelAfter(30_000)]
public sealed class ScalingObserverTests
{
    private const string Autoscaler = """
        apiVersion: autoscaling/v1
        kind: HorizontalPodAutoscaler
        metadata: {name: foo, namespace: echo}
        spec: {minReplicas: 2, maxReplicas: 6, targetCPUUtilizationPercentage: 50, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: foo}}
        """;

    private static readonly DateTimeOffset Noon = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    private FakeTimeProvider _time = new(Noon);

    [SetUp]
    public void BeginAtNoon() => _time = new FakeTimeProvider(Noon);

    [TestCase("v1", "v2beta1", "v2beta2")]
    [TestCase("v2", "v1")]
    public async Task Section_AutoscalerThatScales_IsATimeline(params string[] versions)
    {
        var api = new WatchedApi(versions);
        await api.SetAsync("horizontalpodautoscalers", Scaler(2, 2, "False", "FailedGetResourceMetric"));
        await api.SetAsync("events", Event("old", 7));
        await PodAsync(api, "foo-1");
        await PodAsync(api, "foo-2");
        await using var observer = Observer(api);

        var seen = await RunAsync(observer, async () =>
        {
            await AtAsync(
                20, () => api.SetAsync("horizontalpodautoscalers", Scaler(4, 2, "True", "ValidMetricFound")), observer, scaled => scaled.Steps.Count == 2);
            await AtAsync(21, () => api.SetAsync("events", Event("SuccessfulRescale", 1)), observer, scaled => scaled.Events.Count == 1);
            await AtAsync(24, () => PodAsync(api, "foo-3"), observer, scaled => scaled.Steps.Count == 3);
            await AtAsync(25, () => PodAsync(api, "foo-4"), observer, scaled => scaled.Steps.Count == 4);
        });

        var section = observer.Section(seen)!;
        var foo = section.Autoscalers.Single();
        Assert.That((section.ApiVersion, section.Missing), Is.EqualTo(($"autoscaling/{(versions.Contains("v2") ? "v2" : "v2beta2")}", (string?)null)));
        Assert.That((foo.FullName, foo.TargetKind, foo.Target, foo.Least, foo.Most, foo.StabilisationSeconds),
            Is.EqualTo(("echo/foo", "Deployment", "foo", 2, 6, 120.0)));
        Assert.That((foo.LoadBegan, foo.LoadEnded, foo.TimeToScale, foo.Flaps), Is.EqualTo((-3.0, 60.0, (double?)24, (int?)0)));
        Assert.That(foo.Steps, Is.EqualTo(new ReplicaStep[] { new(-3, 2, 2, 2), new(17, 4, 2, 2), new(21, 4, 2, 3), new(22, 4, 2, 4) }));
        Assert.That(foo.Conditions.Select(condition => (condition.Second, condition.ToString())), Is.EqualTo(new[]
        {
            (-3, "ScalingActive=False: FailedGetResourceMetric: as it is"), (17.0, "ScalingActive=True: ValidMetricFound: as it is"),
        }));
        Assert.That(foo.Events, Is.EqualTo(new ScalingEvent[] { new(18, "SuccessfulRescale", "it said so") }), "what was before the load is no part of it");
    }

    [Test]
    public async Task Section_ClusterWithoutTheVersions_IsMissing()
    {
        await using var observer = Observer(new WatchedApi("v1"));

        var seen = await RunAsync(observer, () => Task.CompletedTask);

        Assert.That(seen.Observations, Is.Empty);
        Assert.That(observer.Section(seen)!.Missing, Is.EqualTo("the cluster serves neither autoscaling/v2 nor autoscaling/v2beta2"));
    }

    [Test]
    public async Task Section_ApiThatDoesNotAnswer_IsMissingAndHasNoBearing()
    {
        await using var observer = new ScalingObserver(new CannedApi().Client(), Manifests(Autoscaler), _time);

        var seen = await RunAsync(observer, () => Task.CompletedTask);

        Assert.That(seen.Observations, Is.Empty);
        Assert.That(observer.Section(seen)!.Missing, Does.StartWith("the HorizontalPodAutoscalers could not be listed: "));
    }

    [Test]
    public async Task Section_AutoscalerThatTheClusterDoesNotHave_HasNoSteps()
    {
        await using var observer = Observer(new WatchedApi("v2"));

        var foo = observer.Section(await RunAsync(observer, () => Task.CompletedTask))!.Autoscalers.Single();

        Assert.That((foo.Target, foo.Steps.Count, foo.TimeToScale, foo.Flaps), Is.EqualTo(("foo", 0, (double?)null, (int?)null)));
    }

    [Test]
    public async Task Section_NothingThatScales_IsNotAskedFor()
    {
        var api = new WatchedApi("v2");
        await using var observer = new ScalingObserver(api.Client(), Manifests(""), _time);

        Assert.That(observer.Section(await RunAsync(observer, () => Task.CompletedTask)), Is.Null);
        Assert.That(api.Asked, Is.Empty);
    }

    private ScalingObserver Observer(WatchedApi api) => new(api.Client(), Manifests(Autoscaler), _time);

    private Task<SessionResult> RunAsync(ScalingObserver observer, Func<Task> load) => new LoadSession(_time, observer).RunAsync(
        async _ =>
        {
            await load();
            _time.SetUtcNow(Noon.AddSeconds(63));
            return Runs.Good() with { Measured = TimeSpan.FromSeconds(60), BegunAgo = TimeSpan.FromSeconds(60) };
        }, CancellationToken.None);

    /// <summary>Changes something so many seconds after noon, and waits until it was seen.</summary>
    private async Task AtAsync(double second, Func<Task> change, ScalingObserver observer, Func<AutoscalerTimeline, bool> isSeen)
    {
        _time.SetUtcNow(Noon.AddSeconds(second));
        await change();
        var now = new SessionResult(Runs.Good(), [], []) { LoadBegan = Noon, Measured = new MeasuredPart(Noon, Noon.AddSeconds(60)) };
        while (!isSeen(observer.Section(now)!.Autoscalers[0]))
        {
            await Task.Yield();
            TestContext.CurrentContext.CancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static ManifestSet Manifests(string autoscaler)
    {
        using var folder = new TemporaryFolder();
        folder.WithProjectManifests();
        if (autoscaler.Length > 0)
        {
            folder.Write("hpa.yaml", autoscaler);
        }

        return ManifestSet.Load(folder.Path);
    }

    private static string Scaler(int desired, int current, string active, string reason) => new JsonObject
    {
        ["metadata"] = new JsonObject { ["name"] = "foo", ["namespace"] = "echo", ["uid"] = "scaler" },
        ["spec"] = new JsonObject
        {
            ["minReplicas"] = 2,
            ["maxReplicas"] = 6,
            ["scaleTargetRef"] = new JsonObject { ["apiVersion"] = "apps/v1", ["kind"] = "Deployment", ["name"] = "foo" },
            ["behavior"] = new JsonObject { ["scaleDown"] = new JsonObject { ["stabilizationWindowSeconds"] = 120 } },
        },
        ["status"] = new JsonObject
        {
            ["desiredReplicas"] = desired,
            ["currentReplicas"] = current,
            ["conditions"] = new JsonArray(
                new JsonObject { ["type"] = "ScalingActive", ["status"] = active, ["reason"] = reason, ["message"] = "as it is" }),
        },
    }.ToJsonString();

    private static string Event(string reason, int count) => new JsonObject
    {
        ["metadata"] = new JsonObject { ["name"] = reason, ["namespace"] = "echo", ["uid"] = reason },
        ["involvedObject"] = new JsonObject { ["kind"] = "HorizontalPodAutoscaler", ["namespace"] = "echo", ["name"] = "foo" },
        ["reason"] = reason,
        ["message"] = "it said so",
        ["count"] = count,
    }.ToJsonString();

    private static Task PodAsync(WatchedApi api, string name) => api.SetAsync("pods", new JsonObject
    {
        ["metadata"] = new JsonObject
        {
            ["name"] = name,
            ["namespace"] = "echo",
            ["uid"] = name,
            ["ownerReferences"] = new JsonArray(
                new JsonObject { ["apiVersion"] = "apps/v1", ["kind"] = "Deployment", ["name"] = "foo", ["uid"] = "owner", ["controller"] = true }),
        },
        ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "echo" }) },
        ["status"] = new JsonObject { ["conditions"] = new JsonArray(new JsonObject { ["type"] = "Ready", ["status"] = "True" }) },
    }.ToJsonString());
}
