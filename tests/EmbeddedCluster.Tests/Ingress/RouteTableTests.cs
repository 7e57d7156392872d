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

    // As ingress-nginx: a certificate for every host of an Ingress with TLS, the default one for a host that no secret names,
    // and a redirect where there is a certificate.
    [TestCase("listed.test", true)]
    [TestCase("unlisted.test", true)]
    [TestCase("switched-off.test", false)]
    [TestCase("other.test", false, Description = "a rule without host has no certificate")]
    [TestCase("plain.test", false)]
    [TestCase("forced.test", true, Description = "force-ssl-redirect needs no TLS")]
    public void Find_HostWithOrWithoutTls_RedirectsAsIngressNginxDoes(string host, bool redirect)
    {
        var store = new ObjectStore(TimeProvider.System);
        const string http = "http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: s, port: {number: 80}}}}]}";
        foreach (var (name, annotations, spec) in new[]
        {
            ("tls", "", $"tls: [{{hosts: [listed.test]}}], rules: [{{host: listed.test, {http} }}, {{host: unlisted.test, {http} }}, {{ {http} }}]"),
            ("off", "nginx.ingress.kubernetes.io/ssl-redirect: 'false'",
                $"tls: [{{hosts: [switched-off.test]}}], rules: [{{host: switched-off.test, {http} }}]"),
            ("forced", "nginx.ingress.kubernetes.io/force-ssl-redirect: 'true'", $"rules: [{{host: forced.test, {http} }}]"),
            ("plain", "", $"rules: [{{host: plain.test, {http} }}]"),
        })
        {
            store.Create(ResourceCatalogue.Ingresses,
                Manifest.Yaml($"{{kind: Ingress, metadata: {{name: {name}, namespace: s, annotations: {{{annotations}}}}}, spec: {{{spec}}}}}"));
        }

        Assert.That(RouteTable.Build(store, Options).Find(host, "/")?.RedirectToHttps, Is.EqualTo(redirect));
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
