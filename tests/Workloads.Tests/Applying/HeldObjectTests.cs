using System.Text.Json.Nodes;
using Gauntlet.Workloads.Applying;
using Gauntlet.Workloads.Manifests;
using k8s;

namespace Gauntlet.Workloads.Tests.Applying;

/// <summary>A teardown that does not end says what holds it.</summary>
[CancelAfter(30_000)]
internal sealed class HeldObjectTests
{
    [TestCase("""
        {"kind":"Namespace","metadata":{"name":"a"},"spec":{"finalizers":["kubernetes"]},"status":{"conditions":[
          {"type":"NamespaceContentRemaining","status":"True","message":"Some resources are remaining: things.example.com has 1 resource instances"},
          {"type":"NamespaceDeletionDiscoveryFailure","status":"False","message":"fine"}]}}
        """, ExpectedResult = "Namespace a by the finalizer kubernetes, Some resources are remaining: things.example.com has 1 resource instances")]
    [TestCase("""
        {"kind":"ConfigMap","metadata":{"name":"c","namespace":"a","finalizers":["example.com/hold"],"ownerReferences":[{"kind":"Thing","name":"t"}]}}
        """, ExpectedResult = "ConfigMap a/c by the finalizer example.com/hold, its owner Thing t")]
    [TestCase("""{"kind":"ConfigMap","metadata":{"name":"c","namespace":"a"}}""", ExpectedResult = "ConfigMap a/c by nothing that it tells of")]
    public string Of_ObjectThatDoesNotGo_SaysWhatHoldsIt(string item) => HeldObject.Of(JsonNode.Parse(item)!.AsObject()).ToString();

    [Test]
    public async Task DeleteAsync_ObjectThatStays_EndsWithWhatHoldsIt()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: default}\n");
        using var client = new Kubernetes(new KubernetesClientConfiguration { Host = "http://127.0.0.1:1" }, new NeverGone());

        var held = (await Assert.ThrowsAsync<TeardownHeldException>(
            () => new RunInventory(client).DeleteAsync(ManifestSet.Load(folder.Path), "run", new SwiftTime(), CancellationToken.None)))!;

        Assert.That(held.Held.Select(item => item.ToString()), Is.EqualTo(new[] { "ConfigMap default/c by the finalizer example.com/hold" }));
    }

    /// <summary>Nothing is waited for, and every look at the clock is ten seconds later.</summary>
    private sealed class SwiftTime : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _now += 10;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            callback(state);
            return System.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    private sealed class NeverGone : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(System.Net.HttpStatusCode.OK)
            {
                RequestMessage = request,
                Content = new StringContent("""
                    {"items":[{"metadata":{"name":"c","namespace":"default","uid":"1","deletionTimestamp":"2026-11-29T00:00:00Z","finalizers":["example.com/hold"]}}]}
                    """),
            });
    }
}
