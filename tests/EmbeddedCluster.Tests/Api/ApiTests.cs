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
[CancelAfter(120_000)]
internal sealed class ApiTests : NamespaceFixture
{
    [Test]
    public async Task Version_EmbeddedCluster_SaysSo(CancellationToken cancellationToken)
    {
        var version = await Cluster.Client.Version.GetCodeAsync(cancellationToken);

        Assert.That(version.GitVersion, Is.EqualTo("v1.20.2-embedded"), "that of tests/EmbeddedCluster.Tests/Parity");
    }

    [Test]
    public async Task Request_WithoutClientCertificate_IsUnauthorized(CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } };
        using var client = new HttpClient(handler);

        using var response = await client.GetAsync($"{Cluster.Endpoint.ApiServer}/api/v1/pods", cancellationToken);

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
        using var request = new HttpRequestMessage(new HttpMethod(method), Cluster.Endpoint.ApiServer + path);

        using var response = await Cluster.Http.SendAsync(request, TestContext.CurrentContext.CancellationToken);

        Assert.That((int)response.StatusCode, Is.EqualTo(code));
        Assert.That(await StatusReasonAsync(response), Is.EqualTo(reason));
    }

    [TestCase("application/vnd.kubernetes.protobuf", "k8s", 415)]
    [TestCase("application/json", "{", 400)]
    [TestCase("application/json", "[]", 400)]
    [TestCase(
        "application/json", "{\"kind\":\"Secret\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"x\"}}", 400, Description = "another kind than the path's")]
    [TestCase("application/json", "{\"metadata\":{\"name\":\"Not_A_Name\"}}", 422)]
    [TestCase("application/json", "{\"metadata\":{\"name\":\"a\",\"name\":\"b\"}}", 400, Description = "a member twice")]
    [TestCase("application/yaml", "a: [", 400)]
    [TestCase("application/yaml", "a: &x {b: 1}\nc: *x", 400, Description = "an alias")]
    public async Task Create_BodyThatIsNone_SaysWhy(string mediaType, string body, int code)
    {
        using var content = new StringContent(body, Encoding.UTF8, mediaType);

        using var response = await Cluster.Http.PostAsync(
            $"{Cluster.Endpoint.ApiServer}/api/v1/namespaces/{Space}/configmaps", content, TestContext.CurrentContext.CancellationToken);

        Assert.That((int)response.StatusCode, Is.EqualTo(code));
        Assert.That((await ReadAsync(response)).Text("message"), Is.Not.Empty);
    }

    [Test]
    public async Task Create_UnknownFieldStrictly_NamesIt(CancellationToken cancellationToken)
    {
        using var content = new StringContent(
            """{"metadata":{"name":"x"},"spec":{"replicass":1,"selector":{"matchLabels":{"a":"b"}},"template":{}}}""", Encoding.UTF8, "application/json");

        using var response = await Cluster.Http.PostAsync(
            $"{Cluster.Endpoint.ApiServer}/apis/apps/v1/namespaces/{Space}/deployments?fieldValidation=Strict", content, cancellationToken);

        Assert.That((int)response.StatusCode, Is.EqualTo(400));
        Assert.That((await ReadAsync(response)).Text("message"), Does.Contain("unknown field \"spec.replicass\""));
    }

    [Test]
    public async Task Replace_WithAnOldResourceVersion_Conflicts(CancellationToken cancellationToken)
    {
        var client = Cluster.Client.CoreV1;
        var old = await client.CreateNamespacedConfigMapAsync(NewConfigMap("c"), Space, cancellationToken: cancellationToken);
        await client.PatchNamespacedConfigMapAsync(
            new V1Patch("{\"data\":{\"value\":\"2\"}}", V1Patch.PatchType.MergePatch), "c", Space, cancellationToken: cancellationToken);

        var conflict = await Assert.ThrowsAsync<HttpOperationException>(
            () => client.ReplaceNamespacedConfigMapAsync(old, "c", Space, cancellationToken: cancellationToken));

        Assert.That(conflict!.Response.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
    }

    [TestCase("limits: {cpu: lots}", 400, "cannot be handled as a Pod: quantities must match the regular expression")]
    [TestCase(
        "limits: {cpu: 100m}, requests: {cpu: 0.2}", 422,
        "spec.containers[0].resources.requests: Invalid value: \"0.2\": must be less than or equal to cpu limit of 100m")]
    public async Task Create_ResourcesThatCannotBe_SaysWhy(string resources, int code, string message)
    {
        var pod = Manifest.Yaml($"{{metadata: {{name: x}}, spec: {{containers: [{{name: main, image: busybox, resources: {{{resources}}}}}]}}}}");
        using var content = new StringContent(pod.ToJsonString(), Encoding.UTF8, "application/json");

        using var response = await Cluster.Http.PostAsync(
            $"{Cluster.Endpoint.ApiServer}/api/v1/namespaces/{Space}/pods", content, TestContext.CurrentContext.CancellationToken);

        Assert.That((int)response.StatusCode, Is.EqualTo(code));
        Assert.That((await ReadAsync(response)).Text("message"), Does.Contain(message));
    }

    [TestCase("PUT", "")]
    [TestCase("PUT", "/status")]
    [TestCase("PATCH", "")]
    [TestCase("PATCH", "/status")]
    public async Task Write_DryRun_ChangesNothing(string method, string subresource)
    {
        Cluster.Registry.Create(ResourceCatalogue.Deployments, Manifest.Deployment(Space, "dry", replicas: 0));
        var before = await Cluster.UntilAsync(ResourceCatalogue.Deployments, Space, "dry", item => item!.HasCondition("Available"));
        var next = before!.Copy();
        next.Ensure("metadata").Remove("resourceVersion");
        next.Ensure("spec")["minReadySeconds"] = 7;
        next.Ensure("status")["collisionCount"] = 7;
        var url = $"{Cluster.Endpoint.ApiServer}/apis/apps/v1/namespaces/{Space}/deployments/dry{subresource}?dryRun=All";
        using var content = new StringContent(next.ToJsonString(), Encoding.UTF8, method == "PUT" ? "application/json" : "application/merge-patch+json");
        using var request = new HttpRequestMessage(new HttpMethod(method), url) { Content = content };

        using var response = await Cluster.Http.SendAsync(request, TestContext.CurrentContext.CancellationToken);

        var answer = await ReadAsync(response);
        var after = Cluster.Store.Get(ResourceCatalogue.Deployments, Space, "dry").Value;
        Assert.That(subresource.Length == 0 ? answer.Int(0, "spec", "minReadySeconds") : answer.Int(0, "status", "collisionCount"), Is.EqualTo(7));
        Assert.That(after.At("spec", "minReadySeconds") ?? after.At("status", "collisionCount"), Is.Null);
    }

    [Test]
    public async Task List_BySelectors_ReturnsOnlyWhatMatches(CancellationToken cancellationToken)
    {
        foreach (var name in new[] { "a", "b", "c" })
        {
            await Cluster.Client.CoreV1.CreateNamespacedConfigMapAsync(NewConfigMap(name), Space, cancellationToken: cancellationToken);
        }

        var labelled = await Cluster.Client.CoreV1.ListNamespacedConfigMapAsync(Space, labelSelector: "name in (a,b)", cancellationToken: cancellationToken);
        var named = await Cluster.Client.CoreV1.ListNamespacedConfigMapAsync(Space, fieldSelector: "metadata.name=c", cancellationToken: cancellationToken);

        Assert.That(labelled.Items.Select(item => item.Name()), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(named.Items.Select(item => item.Name()), Is.EqualTo(new[] { "c" }));
    }

    [Test]
    public async Task Watch_ObjectThatLeavesTheSelection_IsDeletedForTheWatcher(CancellationToken cancellationToken)
    {
        var list = await Cluster.Client.CoreV1.ListNamespacedConfigMapAsync(Space, cancellationToken: cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get,
            $"{Cluster.Endpoint.ApiServer}/api/v1/namespaces/{Space}/configmaps"
                + $"?watch=true&labelSelector=name%3Dw&resourceVersion={list.Metadata.ResourceVersion}");
        using var response = await Cluster.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));

        await Cluster.Client.CoreV1.CreateNamespacedConfigMapAsync(NewConfigMap("w"), Space, cancellationToken: cancellationToken);
        await Cluster.Client.CoreV1.CreateNamespacedConfigMapAsync(NewConfigMap("unseen"), Space, cancellationToken: cancellationToken);
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
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Cluster.Endpoint.ApiServer}/api/v1/nodes");
        request.Headers.TryAddWithoutValidation("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io,application/json");

        using var response = await Cluster.Http.SendAsync(request, cancellationToken);
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
        Cluster.Registry.Create(ResourceCatalogue.CustomResourceDefinitions, definition);
        await Cluster.UntilAsync(ResourceCatalogue.CustomResourceDefinitions, "", "widgets.example.com", item => item?.HasCondition("Established") == true);

        var body = new Dictionary<string, object>
        {
            ["apiVersion"] = "example.com/v1",
            ["kind"] = "Widget",
            ["metadata"] = new Dictionary<string, object> { ["name"] = "w" },
            ["anything"] = new Dictionary<string, object> { ["goes"] = 42 },
        };
        await Cluster.Client.CustomObjects.CreateNamespacedCustomObjectAsync(body, "example.com", "v1", Space, "widgets", cancellationToken: cancellationToken);
        using var response = await Cluster.Http.GetAsync($"{Cluster.Endpoint.ApiServer}/apis/example.com/v1/namespaces/{Space}/widgets/w", cancellationToken);

        Assert.That((await ReadAsync(response)).Int(0, "anything", "goes"), Is.EqualTo(42));
    }

    private Task<V1ConfigMap> PatchLabelAsync(string name, string label, CancellationToken cancellationToken) =>
        Cluster.Client.CoreV1.PatchNamespacedConfigMapAsync(
            new V1Patch($$$$"""{"metadata":{"labels":{"name":"{{{{label}}}}"}}}""", V1Patch.PatchType.MergePatch),
            name, Space, cancellationToken: cancellationToken);

    private static V1ConfigMap NewConfigMap(string name) =>
        new() { Metadata = new V1ObjectMeta { Name = name, Labels = new Dictionary<string, string> { ["name"] = name } } };

    private static async Task<JsonNode?> ReadAsync(HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.CurrentContext.CancellationToken));

    private static async Task<string?> StatusReasonAsync(HttpResponseMessage response)
    {
        var status = await ReadAsync(response);
        return status.Text("kind") == "Status" && status.Text("status") == "Failure" ? status.Text("reason") : "no Status object";
    }
}
