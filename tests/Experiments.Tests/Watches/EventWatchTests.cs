using System.Globalization;
using System.Text.Json.Nodes;
using Gauntlet.Experiments.Tests.Scaling;
using Gauntlet.Experiments.Watches;
using Gauntlet.Metrics.Model;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Tests;
using Microsoft.Extensions.Time.Testing;

namespace Gauntlet.Experiments.Tests.Watches;

/// <summary>A load that begins at noon; its measured part begins 3 s later and takes 10 s.</summary>
[CancelAfter(30_000)]
public sealed class EventWatchTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    private WatchedApi _api = new();
    private FakeTimeProvider _time = new(Noon);

    [SetUp]
    public void BeginAtNoon() => (_api, _time) = (new WatchedApi(), new FakeTimeProvider(Noon));

    [TearDown]
    public void Close() => _api.Dispose();

    [Test]
    public async Task EndAsync_EventsOfTheLoad_StandBesideItsSeconds()
    {
        await EventAsync("Pod", "echo", "foo-1", 5, "Unhealthy", "Readiness probe failed:\n connection refused\n");
        await EventAsync("Node", null, "worker2", 9.5, "NodeNotReady", "Node worker2 status is now: NodeNotReady");
        await EventAsync("Pod", "ingress-nginx", "controller-1", 0, "RELOAD", "NGINX reload triggered");
        await EventAsync("Pod", "echo", "foo-0", -1, "Killing", "from before the load");
        await EventAsync("Pod", "elsewhere", "other", 5, "BackOff", "of somebody else");

        Assert.That(await RunAsync(_api), Is.EqualTo(new Moment[]
        {
            new(-3, "the load began"),
            new(-2, "Pod ingress-nginx/controller-1: RELOAD: NGINX reload triggered"),
            new(3, "Pod echo/foo-1: Unhealthy: Readiness probe failed:  connection refused"),
            new(6.5, "Node worker2: NodeNotReady: Node worker2 status is now: NodeNotReady"),
            new(10, "the load ended"),
        }));
    }

    [Test]
    public async Task EndAsync_MoreEventsThanAnybodyReads_NamesTheirNumber()
    {
        for (var index = 0; index < 130; index++)
        {
            await EventAsync("Pod", "echo", $"foo-{index}", 5, "BackOff", "Back-off restarting failed container");
        }

        var timeline = await RunAsync(_api);

        Assert.That(timeline, Has.Count.EqualTo(103));
        Assert.That(timeline.Select(moment => moment.What), Has.One.EqualTo("30 more events of the cluster, which are not listed"));
    }

    [TestCase("""{"metadata":{"resourceVersion":"1"},"items":[{"metadata":{"name":"a","uid":"a"}}]}""", "a Corev1Event lacks a part that it must have")]
    [TestCase("no JSON", "is an invalid")]
    [TestCase(null, "nobody there")]
    public async Task EndAsync_EventsThatCannotBeRead_AreSaidToBeMissing(string? answer, string expected)
    {
        using var api = new BrokenApi(answer);

        var timeline = await RunAsync(api);

        Assert.That(timeline, Has.Count.EqualTo(3));
        Assert.That(timeline[^1].What, Does.StartWith("the events of the cluster could not be read: ").And.Contain(expected));
    }

    private async Task<IReadOnlyList<Moment>> RunAsync(DelegatingHandler api)
    {
        using var folder = new TemporaryFolder();
        folder.WithProjectManifests();
        using var client = new k8s.Kubernetes(new k8s.KubernetesClientConfiguration { Host = "http://127.0.0.1:1" }, api);
        var seen = await new LoadSession(_time, new EventWatch(client, ManifestSet.Load(folder.Path), _time)).RunAsync(
            _ =>
            {
                _time.SetUtcNow(Noon.AddSeconds(13));
                return Task.FromResult(Runs.Good() with { Measured = TimeSpan.FromSeconds(10), BegunAgo = TimeSpan.FromSeconds(10) });
            }, CancellationToken.None);
        Assert.That(seen.Observations, Is.Empty);
        return seen.Timeline;
    }

    private Task EventAsync(string kind, string? space, string name, double second, string reason, string message) => _api.SetAsync("events", new JsonObject
    {
        ["metadata"] = new JsonObject { ["name"] = $"{name}.{reason}", ["namespace"] = space ?? "default", ["uid"] = $"{name}.{reason}" },
        ["involvedObject"] = new JsonObject { ["kind"] = kind, ["namespace"] = space, ["name"] = name },
        ["reason"] = reason,
        ["message"] = message,
        ["lastTimestamp"] = Noon.AddSeconds(second).ToString("yyyy-MM-ddTHH:mm:ss.FFFZ", CultureInfo.InvariantCulture),
    }.ToJsonString());

    private sealed class BrokenApi(string? answer) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => answer is null
            ? throw new HttpRequestException("nobody there")
            : Task.FromResult(new HttpResponseMessage { RequestMessage = request, Content = new StringContent(answer) });
    }
}
