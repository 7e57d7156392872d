using System.Text.Json.Nodes;
using Gauntlet.ObjectRules.References;

namespace Gauntlet.ObjectRules.Tests.References;

/// <summary>A set in which everything is found, and what happens when one thing is taken away or misnamed.</summary>
[TestFixture]
public sealed class ReferenceRulesTests
{
    private const string Pod = "spec.template.spec";

    [Test]
    public void Check_WholeSet_LacksNothing() => Assert.That(Find(Set()), Is.Empty);

    [TestCase("ConfigMap", "settings", new[] { "Deployment web " + Pod + ".containers[0].env[0].valueFrom.configMapKeyRef.name", "Deployment web " + Pod
        + ".volumes[0].configMap.name" })]
    [TestCase("Secret", "login", new[] { "Deployment web " + Pod + ".containers[0].envFrom[0].secretRef.name", "Deployment web " + Pod
        + ".volumes[2].projected.sources[0].secret.name" })]
    [TestCase("Secret", "cert", new[] { "Ingress web spec.tls[0].secretName" })]
    [TestCase("PersistentVolumeClaim", "data", new[] { "Deployment web " + Pod + ".volumes[1].persistentVolumeClaim.claimName" })]
    [TestCase("ServiceAccount", "runner", new[] { "Deployment web " + Pod + ".serviceAccountName" })]
    [TestCase("IngressClass", "nginx", new[] { "Ingress web spec.ingressClassName" })]
    [TestCase("Service", "web", new[] { "HTTPRoute web spec.rules[0].backendRefs[0].name", "Ingress web spec.defaultBackend.service.name",
        "Ingress web spec.rules[0].http.paths[0].backend.service.name" })]
    [TestCase("Service", "db", new[] { "StatefulSet db spec.serviceName" })]
    [TestCase("Role", "reader", new[] { "RoleBinding reader roleRef.name" })]
    [TestCase("Deployment", "web", new[] { "HorizontalPodAutoscaler web spec.scaleTargetRef.name", "PodDisruptionBudget web spec.selector",
        "Service web spec.selector" })]
    public void Check_ObjectTakenAway_NamesWhoNeedsIt(string kind, string name, string[] fields)
    {
        var set = Set();
        set.RemoveAll(item => (string?)item["kind"] == kind && (string?)item["metadata"]!["name"] == name);

        Assert.That(Find(set), Is.EquivalentTo(fields));
    }

    [TestCase("configMapKeyRef: {name: settings, key: color}", "configMapKeyRef: {name: settings, key: colour}", "Deployment web " + Pod
        + ".containers[0].env[0].valueFrom.configMapKeyRef.key")]
    [TestCase("items: [{key: color, path: c}]", "items: [{key: shape, path: c}]", "Deployment web " + Pod + ".volumes[0].configMap.items[0].key")]
    [TestCase("readinessProbe: {httpGet: {port: http}}", "readinessProbe: {httpGet: {port: web}}", "Deployment web " + Pod
        + ".containers[0].readinessProbe.httpGet.port")]
    [TestCase("targetPort: http", "targetPort: web", "Service web spec.ports[0].targetPort")]
    [TestCase("port: {number: 80}", "port: {number: 81}", "Ingress web spec.rules[0].http.paths[0].backend.service.port.number")]
    [TestCase("port: {name: http}", "port: {name: https}", "Ingress web spec.defaultBackend.service.port.name")]
    [TestCase("{name: web, port: 80}", "{name: web, port: 8080}", "HTTPRoute web spec.rules[0].backendRefs[0].port")]
    [TestCase("selector: {app: web}", "selector: {app: shop}", "Service web spec.selector")]
    [TestCase("minAvailable: 1, selector: {matchLabels: {app: web}}", "minAvailable: 1, selector: {matchLabels: {app: shop}}",
        "PodDisruptionBudget web spec.selector")]
    [TestCase("type: kubernetes.io/tls", "type: Opaque", "Ingress web spec.tls[0].secretName")]
    [TestCase("metadata: {name: settings}", "metadata: {name: settings, namespace: other}", "Deployment web " + Pod
        + ".containers[0].env[0].valueFrom.configMapKeyRef.name", "Deployment web " + Pod + ".volumes[0].configMap.name")]
    public void Check_Misnamed_NamesTheField(string right, string wrong, params string[] fields)
    {
        Assert.That(Text, Does.Contain(right));

        Assert.That(Find(Set(Text.Replace(right, wrong, StringComparison.Ordinal))), Is.EquivalentTo(fields));
    }

    [Test]
    public void Check_Optional_MayBeMissing()
    {
        var text = Text.Replace("configMapKeyRef: {name: settings, key: color}", "configMapKeyRef: {name: settings, key: colour, optional: true}",
            StringComparison.Ordinal)
            .Replace("secretRef: {name: login}", "secretRef: {name: nobody, optional: true}", StringComparison.Ordinal)
            .Replace("configMap: {name: settings, items", "configMap: {optional: true, name: nothing, items", StringComparison.Ordinal);

        Assert.That(Find(Set(text)), Is.Empty);
    }

    [Test]
    public void Check_ClusterThatMayHaveMore_ReportsOnlyWhatDoesNotFit()
    {
        var set = Set(Text.Replace("port: {number: 80}", "port: {number: 81}", StringComparison.Ordinal));
        set.RemoveAll(item => (string?)item["kind"] is "ConfigMap" or "Secret" or "Deployment" or "IngressClass");

        Assert.That(Find(set, new ClusterContent { MayHaveMore = true }),
            Is.EqualTo(new[] { "Ingress web spec.rules[0].http.paths[0].backend.service.port.number" }));
    }

    [Test]
    public void Check_NamespaceOfTheClusterItself_MayHaveAnything() =>
        Assert.That(Find(Set(Text.Replace("metadata: {name: reader}\nroleRef", "metadata: {name: reader, namespace: kube-system}\nroleRef",
            StringComparison.Ordinal))), Is.Empty);

    [Test]
    public void Check_ObjectsOfTheCluster_Count()
    {
        var set = Set();
        var there = set.Where(item => (string?)item["kind"] is "ConfigMap" or "IngressClass").ToList();
        set.RemoveAll(there.Contains);

        Assert.That(Find(set, new ClusterContent { Objects = there }), Is.Empty);
    }

    [Test]
    public void Check_OperatorsResource_MayMakeThePodsOfAService()
    {
        var set = Set();
        set.RemoveAll(item => (string?)item["kind"] is "Deployment" or "HorizontalPodAutoscaler");
        set.Add(new JsonObject { ["apiVersion"] = "databases.example.test/v1", ["kind"] = "Cluster", ["metadata"] = new JsonObject { ["name"] = "web" } });

        Assert.That(Find(set), Is.Empty);
    }

    [Test]
    public void Check_ClusterThatMayHaveMore_SaysWhatItIsTrustedToHave()
    {
        var set = Set();
        set.RemoveAll(item => (string?)item["kind"] == "IngressClass");

        Assert.That(ReferenceRules.Check(set, new ClusterContent { MayHaveMore = true }).Select(found => (found.IsAssumed, found.Problem.Field)),
            Is.EqualTo(new[] { (true, "spec.ingressClassName") }));
    }

    /// <summary>A Job that makes a certificate's Secret has the right to.</summary>
    [TestCase("create", "secrets", true)]
    [TestCase("*", "*", true)]
    [TestCase("get", "secrets", false)]
    [TestCase("create", "configmaps", false)]
    public void Check_RoleThatMayCreateWhatIsMissing_LeavesItToTheCluster(string verb, string resource, bool assumed)
    {
        var set = Set();
        set.RemoveAll(item => (string?)item["kind"] == "Secret" && (string?)item["metadata"]!["name"] == "cert");
        set.AddRange(Set($"apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {{name: maker}}\n"
            + $"rules: [{{apiGroups: [\"\"], resources: [\"{resource}\"], verbs: [\"{verb}\"]}}]\n"));

        Assert.That(ReferenceRules.Check(set, new ClusterContent()).Single().IsAssumed, Is.EqualTo(assumed));
    }

    [Test]
    public void Check_Problem_NamesWhatIsThere()
    {
        var set = Set(Text.Replace("secretRef: {name: login}", "secretRef: {name: logn}", StringComparison.Ordinal));

        Assert.That(ReferenceRules.Check(set, new ClusterContent()).Single().Problem.Known, Is.EquivalentTo(new[] { "cert", "login" }));
    }

    [Test]
    public void Check_Problem_SaysWhatIsMissing()
    {
        var set = Set();
        set.RemoveAll(item => (string?)item["kind"] == "IngressClass");

        Assert.That(ReferenceRules.Check(set, new ClusterContent()).Single().Problem.ToString(),
            Is.EqualTo("spec.ingressClassName: Not found: \"nginx\": there is no IngressClass of this name"));
    }

    private static readonly string Text = File.ReadAllText(Path.Combine(RuleCase.Folder, "References", "set.yaml"));

    private static IEnumerable<string> Find(List<JsonObject> set, ClusterContent? cluster = null) =>
        ReferenceRules.Check(set,
            cluster ?? new ClusterContent()).Where(found => !found.IsAssumed).Select(found => $"{(string?)found.Item["kind"]} {(string?)found.Item["metadata"]!["name"]} {found.Problem.Field}");

    private static List<JsonObject> Set(string? text = null) => [.. Yaml.Parse(text ?? Text).OfType<JsonObject>()];
}
