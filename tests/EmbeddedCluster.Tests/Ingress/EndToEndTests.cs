using System.Net;
using Gauntlet.EmbeddedCluster.Api;
using Gauntlet.EmbeddedCluster.Storage;
using Gauntlet.EmbeddedCluster.Tests.Support;

namespace Gauntlet.EmbeddedCluster.Tests.Ingress;

/// <summary>The project's own manifests, from files to answers.</summary>
[CancelAfter(60_000)]
internal sealed class EndToEndTests
{
    private TestCluster _cluster = null!;
    private HttpClient _client = null!;

    [OneTimeSetUp]
    public async Task ApplyAsync()
    {
        _cluster = await TestCluster.StartAsync();
        var catalogue = new ResourceCatalogue();
        var files = Directory.GetFiles(Path.Combine(TestContext.CurrentContext.TestDirectory, "manifests"), "*.yaml", SearchOption.AllDirectories);
        foreach (var item in files.Select(file => Manifest.Yaml(File.ReadAllText(file))).OrderBy(item => item.Kind() == "Namespace" ? 0 : 1))
        {
            _cluster.Registry.Create(catalogue.FindKind(item.Text("apiVersion")!, item.Kind())!, item);
        }

        _client = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
        });
        foreach (var (space, name) in new[] { ("ingress-nginx", "ingress-nginx-controller"), ("echo", "foo"), ("echo", "bar") })
        {
            await _cluster.UntilAsync(ResourceCatalogue.Deployments, space, name, item => item!.HasCondition("Available") && item!.Int(0, "status", "unavailableReplicas") == 0);
        }

        await _cluster.UntilAsync(ResourceCatalogue.Ingresses, "echo", "echo", item => item!.Objects("status", "loadBalancer", "ingress").Any());
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _cluster.DisposeAsync();
    }

    [TestCase("foo.localhost", 200, "foo\n")]
    [TestCase("bar.localhost", 200, "bar\n")]
    public async Task Get_KnownHost_AnswersItsText(string host, int code, string body)
    {
        foreach (var scheme in new[] { "http", "https" })
        {
            using var response = await GetAsync(scheme, host);

            Assert.That((int)response.StatusCode, Is.EqualTo(code));
            Assert.That(await response.Content.ReadAsStringAsync(TestContext.CurrentContext.CancellationToken), Is.EqualTo(body));
        }
    }

    [Test]
    public async Task Get_UnknownHost_IsTheDefaultBackends404(CancellationToken cancellationToken)
    {
        using var response = await GetAsync("http", "nobody.localhost");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Get_WhileAPodIsDeleted_NeverFails(CancellationToken cancellationToken)
    {
        var pod = _cluster.Store.List(ResourceCatalogue.Pods, "echo").First(item => item.Value.Labels()["app.kubernetes.io/name"] == "foo").Value;
        var gone = _cluster.UntilAsync(ResourceCatalogue.Pods, "echo", pod.Name(), item => item is null);

        _cluster.Registry.Delete(ResourceCatalogue.Pods, "echo", pod.Name(), DeleteRequest.Default);
        List<HttpStatusCode> codes = [];
        while (!gone.IsCompleted)
        {
            using var response = await GetAsync("http", "foo.localhost");
            codes.Add(response.StatusCode);
        }

        Assert.That(codes, Is.All.EqualTo(HttpStatusCode.OK));
    }

    private Task<HttpResponseMessage> GetAsync(string scheme, string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{scheme}://{(scheme == "http" ? _cluster.Endpoint.IngressHttp : _cluster.Endpoint.IngressHttps)}/");
        request.Headers.Host = host;
        return _client.SendAsync(request, TestContext.CurrentContext.CancellationToken);
    }
}
