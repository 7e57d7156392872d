using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Storage;
using Gauntlet.EmbeddedCluster.Tests.Support;

namespace Gauntlet.EmbeddedCluster.Tests.Api;

/// <summary>What a real cluster refuses to change after creation is refused here, in its words.</summary>
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[CancelAfter(120_000)]
internal sealed class ImmutabilityTests : NamespaceFixture
{
    private const string Job = """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: x, namespace: SPACE}
        spec: {suspend: true, template: {metadata: {creationTimestamp: null}, spec: {restartPolicy: Never, containers: [{name: main, image: busybox}]}}}
        """;

    private const string Pod = """
        apiVersion: v1
        kind: Pod
        metadata: {name: x, namespace: SPACE}
        spec: {nodeSelector: {disk: gold}, tolerations: [{key: a, operator: Exists, effect: NoExecute, tolerationSeconds: 5}], containers: [{name: main, image: busybox}]}
        """;

    private const string Binding = """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: x, namespace: SPACE}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: one}
        """;

    private const string Sealed = "{apiVersion: v1, kind: ConfigMap, metadata: {name: x, namespace: SPACE}, immutable: true, data: {a: b}}";
    private const string Secret = "{apiVersion: v1, kind: Secret, metadata: {name: x, namespace: SPACE}, type: Opaque}";

    [TestCase(
        Job, "{spec: {template: {spec: {terminationGracePeriodSeconds: 7}}}}",
        "Job.batch \"x\" is invalid: spec.template: Invalid value: {", "}: field is immutable")]
    [TestCase(Job, "{spec: {completions: 2}}", "spec.completions: Invalid value: 2: field is immutable")]
    [TestCase(
        Pod, "{spec: {hostname: other}}",
        "Pod \"x\" is invalid: spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`",
        "changed: hostname")]
    [TestCase(Pod, "{spec: {containers: [{name: main, image: busybox, args: [a]}]}}", "pod updates may not change fields other than", "changed: containers")]
    [TestCase(Pod, "{spec: {nodeName: test-worker}}", "pod updates may not change fields other than")]
    [TestCase(Pod, "{spec: {tolerations: []}}", "spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds")]
    [TestCase(Binding, "{roleRef: {name: two}}", "roleRef: Invalid value: {", "\"name\":\"two\"}: cannot change roleRef")]
    [TestCase(Sealed, "{data: {a: c}}", "data: Forbidden: field is immutable when `immutable` is set")]
    [TestCase(Secret, "{type: other}", "type: Invalid value: \"other\": field is immutable")]
    public void Update_FieldThatMayNotChange_IsRefusedInTheApiServersWords(string manifest, string change, params string[] words)
    {
        Create(manifest);

        var refusal = Assert.Throws<StatusException>(() => Merge(manifest, change));

        Assert.That(refusal!.Code, Is.EqualTo(422));
        Assert.That(words.Where(word => !refusal.Message.Contains(word, StringComparison.Ordinal)), Is.Empty, refusal.Message);
    }

    [TestCase(Job, "{spec: {suspend: false, parallelism: 2, backoffLimit: 1, template: {metadata: {creationTimestamp: null}}}}")]
    [TestCase(Pod, "{metadata: {labels: {a: b}}, spec: {activeDeadlineSeconds: 9}}")]
    [TestCase(Pod, "{spec: {tolerations: [{key: b, operator: Exists}, {key: a, operator: Exists, effect: NoExecute, tolerationSeconds: 6}]}}")]
    [TestCase(Binding, "{subjects: [{kind: User, name: me}]}")]
    [TestCase(Sealed, "{metadata: {labels: {a: b}}}")]
    public void Update_FieldThatMayChange_IsWritten(string manifest, string change)
    {
        var before = Create(manifest);

        Assert.That(Merge(manifest, change).Revision, Is.GreaterThan(before.Revision));
    }

    private StoredObject Create(string manifest) => Cluster.Registry.Create(TypeOf(manifest), Item(manifest));

    private StoredObject Merge(string manifest, string change) => Cluster.Registry.Update(TypeOf(manifest), Space, "x", current =>
        (JsonObject)EmbeddedCluster.Api.Patching.MergePatch.Apply(current, Manifest.Yaml(change))!);

    private JsonObject Item(string manifest) => Manifest.Yaml(manifest.Replace("SPACE", Space, StringComparison.Ordinal));

    private ResourceType TypeOf(string manifest)
    {
        var item = Item(manifest);
        return new ResourceCatalogue().FindKind(item.Text("apiVersion")!, item.Kind())!;
    }
}
