using System.Text.Json.Nodes;
using Gauntlet.ObjectRules.Changes;

namespace Gauntlet.ObjectRules.Tests.Changes;

/// <summary>What may be changed, and what may not.</summary>
[TestFixture]
public sealed class ImmutabilityTests
{
    [TestCase("Deployment", "spec.replicas", "3")]
    [TestCase("Deployment", "spec.template.spec.containers", """[{"name":"app","image":"other"}]""")]
    [TestCase("StatefulSet", "spec.replicas", "3")]
    [TestCase("StatefulSet", "spec.updateStrategy", """{"type":"OnDelete"}""")]
    [TestCase("PersistentVolumeClaim", "spec.volumeName", "\"pv-1\"")]
    [TestCase("Pod", "spec.containers", """[{"name":"app","image":"other"}]""")]
    [TestCase("Pod", "spec.tolerations", """[{"operator":"Exists"}]""")]
    [TestCase("ConfigMap", "data", """{"color":"red"}""")]
    [TestCase("Service", "spec.ports", """[{"port":81}]""")]
    [TestCase("RoleBinding", "subjects", "[]")]
    public void Check_ChangeThatIsAllowed_HasNoProblem(string kind, string field, string value) => Assert.That(Change(kind, field, value), Is.Empty);

    [TestCase("Deployment", "spec.selector", """{"matchLabels":{"app":"other"}}""",
        "spec.selector: Invalid value: {\"matchLabels\":{\"app\":\"other\"}}: field is immutable")]
    [TestCase("DaemonSet", "spec.selector", """{"matchLabels":{"app":"other"}}""",
        "spec.selector: Invalid value: {\"matchLabels\":{\"app\":\"other\"}}: field is immutable")]
    [TestCase("Job", "spec.template", "{}", "spec.template: Invalid value: {}: field is immutable")]
    [TestCase("RoleBinding", "roleRef", "{}", "roleRef: Invalid value: {}: cannot change roleRef")]
    [TestCase("IngressClass", "spec.controller", "\"a.b/c\"", "spec.controller: Invalid value: \"a.b/c\": field is immutable")]
    [TestCase("CustomResourceDefinition", "spec.scope", "\"Cluster\"", "spec.scope: Invalid value: \"Cluster\": field is immutable")]
    [TestCase("StatefulSet", "spec.serviceName", "\"other\"",
        "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', "
        + "'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden")]
    public void Check_ChangeThatIsNot_NamesTheField(string kind, string field, string value, string problem) =>
        Assert.That(Change(kind, field, value), Is.EqualTo(new[] { problem }));

    [TestCase("PersistentVolumeClaim", "spec.accessModes", "[]", "spec")]
    [TestCase("PersistentVolumeClaim", "spec.resources", """{"requests":{"storage":"2Gi"}}""", "spec")]
    [TestCase("PersistentVolumeClaim", "spec.resources", """{"requests":{"storage":"500Mi"}}""", "spec", "spec.resources.requests.storage")]
    [TestCase("Pod", "spec.nodeName", "\"other\"", "spec")]
    public void Check_ChangeOfASpec_NamesIt(string kind, string field, string value, params string[] named) =>
        Assert.That(Change(kind, field, value).Select(problem => problem.Split(':')[0]), Is.EqualTo(named));

    [TestCase("2Gi")]
    [TestCase("500Mi", "spec.resources.requests.storage")]
    public void Check_SizeOfABoundClaim_MayGrow(string size, params string[] fields)
    {
        var (before, next) = (Base("PersistentVolumeClaim"), Base("PersistentVolumeClaim"));
        before["status"] = new JsonObject { ["phase"] = "Bound" };
        next["spec"]!["resources"]!["requests"]!["storage"] = size;

        Assert.That(Immutability.Check(before, next).Select(problem => problem.Field), Is.EqualTo(fields));
    }

    [TestCase("ConfigMap", """{"color":"red"}""")]
    [TestCase("Secret", """{"token":"eA=="}""")]
    public void Check_DataOfAnImmutableObject_IsForbidden(string kind, string data)
    {
        var (before, next) = (Base(kind), Base(kind));
        before["immutable"] = true;
        next["data"] = JsonNode.Parse(data);

        Assert.That(Immutability.Check(before, next).Select(problem => $"{problem.Field} {problem.Reason}"),
            Is.EqualTo(new[] { "immutable FieldValueForbidden", "data FieldValueForbidden" }));
    }

    [Test]
    public void Check_AddressOfAService_MayNotChangeOnceSet()
    {
        var (before, next) = (Base("Service"), Base("Service"));
        before["spec"]!["clusterIP"] = "10.96.0.10";
        next["spec"]!["clusterIP"] = "10.96.0.11";

        Assert.That(Immutability.Check(before, next).Single().ToString(),
            Is.EqualTo("spec.clusterIPs[0]: Invalid value: [\"10.96.0.11\"]: may not change once set"));
        Assert.That(Immutability.Check(Base("Service"), next), Is.Empty);
    }

    private static JsonObject Base(string kind) => (JsonObject)RuleCase.All.Single(row => row.Name == $"bases: the base {kind} ({kind})").Item.DeepClone();

    private static IEnumerable<string> Change(string kind, string field, string value)
    {
        var next = Base(kind);
        var path = field.Split('.');
        JsonNode parent = next;
        foreach (var step in path[..^1])
        {
            parent = parent[step]!;
        }

        parent[path[^1]] = JsonNode.Parse(value);
        return Immutability.Check(Base(kind), next).Select(problem => problem.ToString());
    }
}
