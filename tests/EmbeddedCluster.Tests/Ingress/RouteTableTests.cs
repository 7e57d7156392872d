using Gauntlet.EmbeddedCluster.Ingress;
using Gauntlet.EmbeddedCluster.Storage;
using Gauntlet.EmbeddedCluster.Tests.Support;

namespace Gauntlet.EmbeddedCluster.Tests.Ingress;

internal sealed class RouteTableTests
{
    private static readonly IngressOptions Options = new("k8s.io/ingress-nginx", "nginx", WithoutClass: true, PublishAddress: null);

    private static readonly RouteTable Table = Build();

    [TestCase("a.test", "/", "/")]
    [TestCase("A.TEST", "/", "/", Description = "host names have no case")]
    [TestCase("a.test", "/foo", "/foo")]
    [TestCase("a.test", "/foo/bar", "/foo")]
    [TestCase("a.test", "/foobar", "/", Description = "a prefix ends at a slash")]
    [TestCase("a.test", "/foo/exact", "/foo/exact")]
    [TestCase("a.test", "/foo/exact/more", "/foo", Description = "exact is exact")]
    [TestCase("x.wild.test", "/", "/wild")]
    [TestCase("other.test", "/", "/any", Description = "a rule without host is for the rest")]
    public void Find_HostAndPath_PicksTheMostSpecificRule(string host, string path, string expected)
    {
        var expectedPath = expected is "/wild" or "/any" ? "/" : expected;

        var route = Table.Find(host, path);

        Assert.That(route?.Path, Is.EqualTo(expectedPath));
        Assert.That(route?.RedirectToHttps, Is.EqualTo(expected == "/wild"), "the wildcard Ingress is the one with TLS");
    }

    [Test]
    public void Serves_IngressOfAnotherClass_IsLeftAlone()
    {
        var store = new ObjectStore(TimeProvider.System);
        store.Create(ResourceCatalogue.IngressClasses, Manifest.Yaml("{kind: IngressClass, metadata: {name: other}, spec: {controller: example.com/other}}"));

        Assert.That(Options.Serves(store, Manifest.Yaml("{kind: Ingress, spec: {ingressClassName: other}}")), Is.False);
        Assert.That(Options.Serves(store, Manifest.Yaml("{kind: Ingress, spec: {ingressClassName: nginx}}")), Is.True);
        Assert.That(Options.Serves(store, Manifest.Yaml("{kind: Ingress, spec: {}}")), Is.True);
    }

    private static RouteTable Build()
    {
        var store = new ObjectStore(TimeProvider.System);
        const string backend = "backend: {service: {name: s, port: {number: 80}}}";
        store.Create(ResourceCatalogue.Ingresses, Manifest.Yaml($$"""
            kind: Ingress
            metadata: {name: one, namespace: s}
            spec:
              rules:
              - host: a.test
                http:
                  paths:
                  - {path: /, pathType: Prefix, {{backend}} }
                  - {path: /foo, pathType: Prefix, {{backend}} }
                  - {path: /foo/exact, pathType: Exact, {{backend}} }
              - http:
                  paths:
                  - {path: /, pathType: Prefix, {{backend}} }
            """));
        store.Create(ResourceCatalogue.Ingresses, Manifest.Yaml($$"""
            kind: Ingress
            metadata: {name: two, namespace: s}
            spec:
              tls: [{hosts: ["*.wild.test"]}]
              rules:
              - host: "*.wild.test"
                http:
                  paths:
                  - {path: /, pathType: Prefix, {{backend}} }
            """));
        return RouteTable.Build(store, Options);
    }
}
