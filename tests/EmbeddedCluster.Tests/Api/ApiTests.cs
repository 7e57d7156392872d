using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Storage;
using Gauntlet.EmbeddedCluster.Tests.Support;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace Gauntlet.EmbeddedCluster.Tests.Api;

[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[CancelAfter(30_000)]
internal sealed class ApiTests
{
    private TestCluster _cluster = null!;
    private string _space = "";

    [SetUp]
    public async Task SetUpAsync()
    {
        _cluster = await SharedCluster.GetAsync();
        _space = await _cluster.CreateNamespaceAsync();
    }

    [Test]
    public async Task Version_EmbeddedCluster_SaysSo(CancellationToken cancellationToken)
    {
        var version = await _cluster.Client.Version.GetCodeAsync(cancellationToken);

        Assert.That(version.GitVersion, Does.StartWith("v1.35.").And.EndsWith("-embedded"));
    }

    [Test]
    public async Task Request_WithoutClientCertificate_IsUnauthorized(CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } };
        using var client = new HttpClient(handler);

        using var response = await client.GetAsync($"{_cluster.Endpoint.ApiServer}/api/v1/pods", cancellationToken);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(await StatusReasonAsync(response), Is.EqualTo("Unauthorized"));
    }

    [TestCase("GET", "/api/v1/namespaces/default/pods/none", 404, "NotFound")]
    [TestCase("GET", "/apis/apps/v1/statefulsets", 404, "NotFound", Description = "a kind that is not served")]
    [TestCase("GET", "/nonsense", 404, "NotFound")]
    [TestCase("GET", "/api/v1/pods?labelSelector=a=b=c=d", 400, "BadRequest")]
    [TestCase("GET", "/api/v1/pods?watch=true&resourceVersion=abc", 400, "BadRequest")]
    [TestCase("POST", "/api/v1/namespaces/default/pods/x/exec", 501, "NotImplemented")]
    [TestCase("POST", "/api/v1/namespaces/default/pods/x/eviction", 501, "NotImplemented")]
    [TestCase("POST", "/api/v1/namespaces/default/configmaps", 400, "BadRequest", Description = "no body")]
    [TestCase("PUT", "/api/v1/namespaces/default/configmaps", 405, "MethodNotAllowed")]
    [TestCase("GET", "/api/v1/namespaces/default/pods/x/unknown", 404, "NotFound")]
    public async Task Request_ThatCannotBeServed_IsAnsweredWithAStatus(string method, string path, int code, string reason)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), _cluster.Endpoint.ApiServer + path);

        using var response = await _cluster.Http.SendAsync(request, TestContext.CurrentContext.CancellationToken);

        Assert.That((int)response.StatusCode, Is.EqualTo(code));
        Assert.That(await StatusReasonAsync(response), Is.EqualTo(reason));
    }

    [TestCase("application/vnd.kubernetes.protobuf", "k8s", 415)]
    [TestCase("application/json", "{", 400)]
    [TestCase("application/json", "[]", 400)]
    [TestCase("application/json", "{\"kind\":\"Secret\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"x\"}}", 400, Description = "another kind than the path's")]
    [TestCase("application/json", "{\"metadata\":{\"name\":\"Not_A_Name\"}}", 422)]
    [TestCase("application/json", "{\"metadata\":{\"name\":\"a\",\"name\":\"b\"}}", 400, Description = "a member twice")]
    [TestCase("application/yaml", "a: [", 400)]
    [TestCase("application/yaml", "a: &x {b: 1}\nc: *x", 400, Description = "an alias")]
    public async Task Create_BodyThatIsNone_SaysWhy(string mediaType, string body, int code)
    {
        using var content = new StringContent(body, Encoding.UTF8, mediaType);

        using var response = await _cluster.Http.PostAsync($"{_cluster.Endpoint.ApiServer}/api/v1/namespaces/{_space}/configmaps", content, TestContext.CurrentContext.CancellationToken);

        Assert.That((int)response.StatusCode, Is.EqualTo(code));
        Assert.That((await ReadAsync(response)).Text("message"), Is.Not.Empty);
    }

    [Test]
    public async Task Create_UnknownFieldStrictly_NamesIt(CancellationToken cancellationToken)
    {
        using var content = new StringContent("""{"metadata":{"name":"x"},"spec":{"replicass":1,"selector":{"matchLabels":{"a":"b"}},"template":{}}}""", Encoding.UTF8, "application/json");

        using var response = await _cluster.Http.PostAsync($"{_cluster.Endpoint.ApiServer}/apis/apps/v1/namespaces/{_space}/deployments?fieldValidation=Strict", content, cancellationToken);

        Assert.That((int)response.StatusCode, Is.EqualTo(400));
        Assert.That((await ReadAsync(response)).Text("message"), Does.Contain("unknown field \"spec.replicass\""));
    }

    [Test]
    public async Task Replace_WithAnOldResourceVersion_Conflicts(CancellationToken cancellationToken)
    {
        var client = _cluster.Client.CoreV1;
        var old = await client.CreateNamespacedConfigMapAsync(NewConfigMap("c"), _space, cancellationToken: cancellationToken);
        await client.PatchNamespacedConfigMapAsync(new V1Patch("{\"data\":{\"value\":\"2\"}}", V1Patch.PatchType.MergePatch), "c", _space, cancellationToken: cancellationToken);

        var conflict = await Assert.ThrowsAsync<HttpOperationException>(() => client.ReplaceNamespacedConfigMapAsync(old, "c", _space, cancellationToken: cancellationToken));

        Assert.That(conflict!.Response.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
    }

    [Test]
    public async Task List_BySelectors_ReturnsOnlyWhatMatches(CancellationToken cancellationToken)
    {
        foreach (var name in new[] { "a", "b", "c" })
        {
            await _cluster.Client.CoreV1.CreateNamespacedConfigMapAsync(NewConfigMap(name), _space, cancellationToken: cancellationToken);
        }

        var labelled = await _cluster.Client.CoreV1.ListNamespacedConfigMapAsync(_space, labelSelector: "name in (a,b)", cancellationToken: cancellationToken);
        var named = await _cluster.Client.CoreV1.ListNamespacedConfigMapAsync(_space, fieldSelector: "metadata.name=c", cancellationToken: cancellationToken);

        Assert.That(labelled.Items.Select(item => item.Name()), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(named.Items.Select(item => item.Name()), Is.EqualTo(new[] { "c" }));
    }

    [Test]
    public async Task Watch_ObjectThatLeavesTheSelection_IsDeletedForTheWatcher(CancellationToken cancellationToken)
    {
        var list = await _cluster.Client.CoreV1.ListNamespacedConfigMapAsync(_space, cancellationToken: cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get,
            $"{_cluster.Endpoint.ApiServer}/api/v1/namespaces/{_space}/configmaps?watch=true&labelSelector=name%3Dw&resourceVersion={list.Metadata.ResourceVersion}");
        using var response = await _cluster.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));

        await _cluster.Client.CoreV1.CreateNamespacedConfigMapAsync(NewConfigMap("w"), _space, cancellationToken: cancellationToken);
        await _cluster.Client.CoreV1.CreateNamespacedConfigMapAsync(NewConfigMap("unseen"), _space, cancellationToken: cancellationToken);
        await PatchLabelAsync("w", "other", cancellationToken);
        await PatchLabelAsync("w", "w", cancellationToken);

        List<string?> seen = [];
        while (seen.Count < 3 && await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            seen.Add(JsonNode.Parse(line).Text("type"));
        }

        Assert.That(seen, Is.EqualTo(new[] { "ADDED", "DELETED", "ADDED" }));
    }

    [Test]
    public async Task Get_AsTable_HasTheColumnsOfARealCluster(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{_cluster.Endpoint.ApiServer}/api/v1/nodes");
        request.Headers.TryAddWithoutValidation("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io,application/json");

        using var response = await _cluster.Http.SendAsync(request, cancellationToken);
        var table = await ReadAsync(response);

        Assert.That(table.Objects("columnDefinitions").Where(column => column.Int(0, "priority") == 0).Select(column => column.Text("name")),
            Is.EqualTo(new[] { "Name", "Status", "Roles", "Age", "Version" }));
        Assert.That(table.Objects("rows").Select(row => row.Texts("cells").First()), Is.EqualTo(new[] { "test-control-plane", "test-worker", "test-worker2" }));
    }

    [Test]
    public async Task CustomResource_AfterItsDefinition_IsStoredAsGiven(CancellationToken cancellationToken)
    {
        var definition = Manifest.Yaml("""
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: widgets.example.com}
            spec:
              group: example.com
              scope: Namespaced
              names: {plural: widgets, singular: widget, kind: Widget, listKind: WidgetList}
              versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}]
            """);
        _cluster.Registry.Create(ResourceCatalogue.CustomResourceDefinitions, definition);
        await _cluster.UntilAsync(ResourceCatalogue.CustomResourceDefinitions, "", "widgets.example.com", item => item?.HasCondition("Established") == true);

        var body = new Dictionary<string, object>
        {
            ["apiVersion"] = "example.com/v1",
            ["kind"] = "Widget",
            ["metadata"] = new Dictionary<string, object> { ["name"] = "w" },
            ["anything"] = new Dictionary<string, object> { ["goes"] = 42 },
        };
        await _cluster.Client.CustomObjects.CreateNamespacedCustomObjectAsync(body, "example.com", "v1", _space, "widgets", cancellationToken: cancellationToken);
        using var response = await _cluster.Http.GetAsync($"{_cluster.Endpoint.ApiServer}/apis/example.com/v1/namespaces/{_space}/widgets/w", cancellationToken);

        Assert.That((await ReadAsync(response)).Int(0, "anything", "goes"), Is.EqualTo(42));
    }

    private Task<V1ConfigMap> PatchLabelAsync(string name, string label, CancellationToken cancellationToken) => _cluster.Client.CoreV1.PatchNamespacedConfigMapAsync(
        new V1Patch($$$$"""{"metadata":{"labels":{"name":"{{{{label}}}}"}}}""", V1Patch.PatchType.MergePatch), name, _space, cancellationToken: cancellationToken);

    private static V1ConfigMap NewConfigMap(string name) => new() { Metadata = new V1ObjectMeta { Name = name, Labels = new Dictionary<string, string> { ["name"] = name } } };

    private static async Task<JsonNode?> ReadAsync(HttpResponseMessage response) => JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.CurrentContext.CancellationToken));

    private static async Task<string?> StatusReasonAsync(HttpResponseMessage response)
    {
        var status = await ReadAsync(response);
        return status.Text("kind") == "Status" && status.Text("status") == "Failure" ? status.Text("reason") : "no Status object";
    }
}
