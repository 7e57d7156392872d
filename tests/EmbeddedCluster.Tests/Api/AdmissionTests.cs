using System.Text;
using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Storage;
using Gauntlet.EmbeddedCluster.Tests.Support;

namespace Gauntlet.EmbeddedCluster.Tests.Api;

/// <summary>
/// What a real API server refuses is refused here, with its status and all causes at once. The rules themselves are tested in ObjectRules.Tests.
/// </summary>
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[CancelAfter(120_000)]
internal sealed class AdmissionTests : NamespaceFixture
{
    [TestCase("api/v1", "services", "{metadata: {name: Svc}, spec: {selector: {a: b}, ports: [{port: 80}, {port: 70000}]}}", 422,
        "Service \"Svc\" is invalid: [metadata.name: Invalid value: \"Svc\": a DNS-1035 label",
            "spec.ports[0].name: Required value, spec.ports[1].name: Required value, spec.ports[1].port: Invalid value: 70000")]
    [TestCase("apis/apps/v1", "deployments",
        "{metadata: {name: x}, spec: {replicas: -1, selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, "
            + "spec: {restartPolicy: Never, containers: [{name: c, image: x}]}}}}", 422,
        "Deployment.apps \"x\" is invalid: [spec.replicas: Invalid value: -1: must be greater than or equal to 0, "
            + "spec.template.spec.restartPolicy: Unsupported value: \"Never\": supported values: \"Always\"]")]
    [TestCase("api/v1", "pods",
        "{metadata: {name: x}, spec: {containers: [{name: c, image: x, livenessProbe: {httpGet: {port: 80}, tcpSocket: {port: 80}}}]}}", 422,
        "Pod \"x\" is invalid: spec.containers[0].livenessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type")]
    [TestCase("api/v1", "secrets", "{metadata: {name: x}, data: {k: not-base64!}}", 400,
        "Secret in version \"v1\" cannot be handled as a Secret: illegal base64 data at input byte 3")]
    [TestCase("api/v1", "configmaps", "{metadata: {generateName: Up-}}", 422, "metadata.generateName: Invalid value: \"Up-\"")]
    public async Task Create_BrokenRules_AreNamedAtOnce(string version, string plural, string manifest, int code, params string[] words)
    {
        using var content = new StringContent(Manifest.Yaml(manifest).ToJsonString(), Encoding.UTF8, "application/json");

        using var response = await Cluster.Http.PostAsync($"{Cluster.Endpoint.ApiServer}/{version}/namespaces/{Space}/{plural}", content,
            TestContext.CurrentContext.CancellationToken);

        var message = JsonNode.Parse(await response.Content.ReadAsStringAsync()).Text("message")!;
        Assert.That((int)response.StatusCode, Is.EqualTo(code), message);
        Assert.That(words.Where(word => !message.Contains(word, StringComparison.Ordinal)), Is.Empty, message);
    }

    [Test]
    public void Update_BrokenRuleAndFixedField_AreNamedTogether()
    {
        Cluster.Registry.Create(ResourceCatalogue.Deployments, Manifest.Deployment(Space, "x", replicas: 0));

        var refusal = Assert.Throws<StatusException>(() => Cluster.Registry.Update(ResourceCatalogue.Deployments, Space, "x", item =>
        {
            item.Ensure("spec")["replicas"] = -1;
            item.Ensure("spec", "selector")["matchLabels"] = new JsonObject { ["other"] = "label" };
            item.Ensure("spec", "template", "metadata", "labels")["other"] = "label";
            return item;
        }));

        Assert.That(refusal!.Details!["causes"]!.AsArray().Select(cause => cause.Text("field")), Is.EqualTo(new[] { "spec.replicas", "spec.selector" }));
    }
}
