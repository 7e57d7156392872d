using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Api;
using Gauntlet.EmbeddedCluster.Storage;
using Gauntlet.EmbeddedCluster.Tests.Support;

namespace Gauntlet.EmbeddedCluster.Tests.Ingress;

/// <summary>The project's own manifests, from files to answers.</summary>
[CancelAfter(120_000)]
internal sealed class EndToEndTests
{
    private const int Connections = 16;
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
            await _cluster.UntilAsync(
                ResourceCatalogue.Deployments, space, name, item => item!.HasCondition("Available") && item!.Int(0, "status", "unavailableReplicas") == 0);
        }

        await _cluster.UntilAsync(ResourceCatalogue.Ingresses, "echo", "echo", item => item!.Objects("status", "loadBalancer", "ingress").Any());
        foreach (var host in new[] { "foo.localhost", "bar.localhost" })
        {
            await UntilRoutedAsync(host);
        }
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
    public async Task Delete_PodUnderLoad_ClosesItsConnectionsWhileTheIngressNeverFails(CancellationToken cancellationToken)
    {
        var before = Pods();
        var pod = before[0];
        var gone = _cluster.UntilAsync(ResourceCatalogue.Pods, "echo", pod.Name(), item => item is null);
        var (answered, closed) = (new CountdownEvent(Connections), new List<Task>());
        for (var index = 0; index < Connections; index++)
        {
            closed.Add(AskUntilClosedAsync(_cluster.Network.Resolve(pod.Text("status", "podIP")!, 5678), answered, cancellationToken));
        }

        answered.Wait(cancellationToken);
        _cluster.Registry.Delete(ResourceCatalogue.Pods, "echo", pod.Name(), DeleteRequest.Default);
        List<HttpStatusCode> codes = [];
        do
        {
            using var response = await GetAsync("http", "foo.localhost");
            codes.Add(response.StatusCode);
        }
        while (!gone.IsCompleted);

        await Task.WhenAll(closed).WaitAsync(cancellationToken); // each connection ends only when the pod closes it
        Assert.That(codes, Is.All.EqualTo(HttpStatusCode.OK));
        var successor = await _cluster.UntilAnyAsync(ResourceCatalogue.Pods, "echo", item =>
            IsFoo(item) && item.HasCondition("Ready") && before.TrueForAll(old => old.Uid() != item.Uid()));
        Assert.That(await AskOnceAsync(_cluster.Network.Resolve(successor.Text("status", "podIP")!, 5678), cancellationToken),
            Does.StartWith("HTTP/1.1 200").And.EndsWith("foo\n"));
    }

    /// <summary>The policy that lets the controller reach echo, with nobody let through: new pods are not reached, and with the old rule they are
    /// again.</summary>
    [Test]
    public async Task Get_RouteWhoseTrafficAPolicyDenies_IsABadGatewayUntilThePolicyAllowsIt()
    {
        const string Allow = "echo-from-ingress";
        var policy = _cluster.Store.Get(ResourceCatalogue.NetworkPolicies, "echo", Allow).Value.Copy();
        _cluster.Registry.Create(ResourceCatalogue.NetworkPolicies, Closed());
        _cluster.Registry.Delete(ResourceCatalogue.NetworkPolicies, "echo", Allow, DeleteRequest.Default);
        foreach (var pod in Pods())
        {
            // The controller keeps what is open already, as a policy does elsewhere.
            _cluster.Registry.Delete(ResourceCatalogue.Pods, "echo", pod.Name(), DeleteRequest.Default);
        }

        await UntilAsync(HttpStatusCode.BadGateway);

        policy["metadata"]!.AsObject().Remove("resourceVersion");
        policy["metadata"]!.AsObject().Remove("uid");
        _cluster.Registry.Create(ResourceCatalogue.NetworkPolicies, policy);
        _cluster.Registry.Delete(ResourceCatalogue.NetworkPolicies, "echo", "closed", DeleteRequest.Default);
        await UntilAsync(HttpStatusCode.OK);

        async Task UntilAsync(HttpStatusCode wanted)
        {
            var code = default(HttpStatusCode);
            while (code != wanted)
            {
                using var response = await GetAsync("http", "foo.localhost");
                code = response.StatusCode;
            }
        }

        static JsonObject Closed() => Manifest.Yaml("""
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: closed, namespace: echo}
            spec: {podSelector: {}, policyTypes: [Ingress]}
            """);
    }

    private List<JsonObject> Pods() => [.. _cluster.Store.List(ResourceCatalogue.Pods, "echo").Select(item => item.Value).Where(IsFoo)];

    private static bool IsFoo(JsonObject pod) => pod.Labels()["app.kubernetes.io/name"] == "foo" && !pod.IsDeleting();

    /// <summary>Sends requests on one connection until the other side closes it; signals its first answer.</summary>
    private static async Task AskUntilClosedAsync(IPEndPoint pod, CountdownEvent answered, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(pod, cancellationToken);
        var (stream, buffer, isFirst) = (client.GetStream(), new byte[4_096], true);
        try
        {
            while (true)
            {
                await stream.WriteAsync("GET / HTTP/1.1\r\nHost: pod\r\n\r\n"u8.ToArray(), cancellationToken);
                if (await stream.ReadAsync(buffer, cancellationToken) == 0)
                {
                    return;
                }

                if (isFirst)
                {
                    isFirst = false;
                    answered.Signal();
                }
            }
        }
        catch (IOException)
        {
            // Reset: closed all the same.
        }
    }

    private static async Task<string> AskOnceAsync(IPEndPoint pod, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(pod, cancellationToken);
        await client.GetStream().WriteAsync("GET / HTTP/1.1\r\nHost: pod\r\nConnection: close\r\n\r\n"u8.ToArray(), cancellationToken);
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadToEndAsync(cancellationToken);
    }

    /// <summary>Endpoints reach the ingress by a way of their own, a little after a Deployment counts its pods as available.</summary>
    private async Task UntilRoutedAsync(string host)
    {
        var code = HttpStatusCode.ServiceUnavailable;
        while (code == HttpStatusCode.ServiceUnavailable)
        {
            using var response = await GetAsync("http", host);
            code = response.StatusCode;
        }
    }

    private Task<HttpResponseMessage> GetAsync(string scheme, string host)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get, $"{scheme}://{(scheme == "http" ? _cluster.Endpoint.IngressHttp : _cluster.Endpoint.IngressHttps)}/");
        request.Headers.Host = host;
        return _client.SendAsync(request, TestContext.CurrentContext.CancellationToken);
    }
}
