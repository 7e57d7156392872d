using Gauntlet.EmbeddedCluster.Ingress;
using Gauntlet.EmbeddedCluster.Storage;
using Gauntlet.EmbeddedCluster.Tests.Support;

namespace Gauntlet.EmbeddedCluster.Tests.Ingress;

internal sealed class IngressFollowerTests
{
    private static readonly IngressOptions Options = new("k8s.io/ingress-nginx", "nginx", WithoutClass: true, PublishAddress: null);

    [Test]
    [CancelAfter(30_000)]
    public async Task Routes_AfterAChangeThatCouldNotBeHandled_FollowTheNextOne(CancellationToken cancellation)
    {
        var store = new ObjectStore(TimeProvider.System);
        var defect = new TaskCompletionSource<string>();
        var calls = 0;
        RouteTable Build(ObjectStore objects, IngressOptions options) =>
            Interlocked.Increment(ref calls) == 2 ? throw new InvalidOperationException("a defect") : RouteTable.Build(objects, options);

        using var follower = new IngressFollower(store, Options, line => defect.TrySetResult(line), Build);
        Assert.That(await defect.Task.WaitAsync(cancellation), Is.EqualTo("the routes stay as they were: a defect"));

        store.Create(ResourceCatalogue.Ingresses, Manifest.Yaml(
            "{kind: Ingress, metadata: {name: good, namespace: s}, "
            + "spec: {rules: [{host: good.test, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: s, port: {number: 80}}}}]}}]}}"));
        while (follower.Routes.Find("good.test", "/") is null)
        {
            cancellation.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
