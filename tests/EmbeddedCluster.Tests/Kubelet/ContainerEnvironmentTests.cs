using Gauntlet.EmbeddedCluster.Kubelet;
using Gauntlet.EmbeddedCluster.Storage;
using Gauntlet.EmbeddedCluster.Tests.Support;

namespace Gauntlet.EmbeddedCluster.Tests.Kubelet;

internal sealed class ContainerEnvironmentTests
{
    [TestCase("$(A)", "1")]
    [TestCase("x$(A)y$(B)", "x1y$(A)", Description = "a value is not expanded again")]
    [TestCase("$(UNKNOWN)", "$(UNKNOWN)")]
    [TestCase("$$(A)", "$(A)", Description = "escaped")]
    [TestCase("$A ${A}", "$A ${A}")]
    public void Expand_Text_IsAsInAPodOfKubernetes(string text, string expected) =>
        Assert.That(ContainerEnvironment.Expand(text, new Dictionary<string, string> { ["A"] = "1", ["B"] = "$(A)" }), Is.EqualTo(expected));

    [Test]
    public void Of_ValueThatNamesAnEarlierVariable_IsExpanded() =>
        Assert.That(Of("{env: [{name: A, value: a}, {name: B, value: $(A)-$(C)}, {name: C, value: c}]}")["B"], Is.EqualTo("a-$(C)"));

    [TestCase("{env: [{name: A, valueFrom: {configMapKeyRef: {name: none, key: k}}}]}", "configmap \"none\" not found")]
    [TestCase("{env: [{name: A, valueFrom: {configMapKeyRef: {name: map, key: k}}}]}", "couldn't find key k in ConfigMap s/map")]
    [TestCase("{env: [{name: A, valueFrom: {secretKeyRef: {name: none, key: k}}}]}", "secret \"none\" not found")]
    [TestCase("{envFrom: [{configMapRef: {name: none}}]}", "configmap \"none\" not found")]
    public void Of_ReferenceThatLeadsNowhere_SaysSo(string container, string message) =>
        Assert.That(() => Of(container), Throws.TypeOf<ContainerConfigException>().With.Message.EqualTo(message));

    [TestCase("{env: [{name: A, valueFrom: {configMapKeyRef: {name: none, key: k, optional: true}}}]}")]
    [TestCase("{env: [{name: A, valueFrom: {configMapKeyRef: {name: map, key: k, optional: true}}}]}")]
    [TestCase("{envFrom: [{secretRef: {name: none, optional: true}}]}")]
    public void Of_ReferenceThatMayLeadNowhere_LeavesItOut(string container) => Assert.That(() => Of(container), Throws.Nothing);

    private static IReadOnlyDictionary<string, string> Of(string container)
    {
        var store = new ObjectStore(TimeProvider.System);
        store.Create(ResourceCatalogue.ConfigMaps, Manifest.ConfigMap("s", "map"));
        return ContainerEnvironment.Of(store, Manifest.Yaml("{metadata: {name: p, namespace: s}}"), Manifest.Yaml(container), "127.0.0.1", "node");
    }
}
