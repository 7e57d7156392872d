using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Api.Patching;

namespace Gauntlet.EmbeddedCluster.Tests.Api.Patching;

internal sealed class StrategicMergePatchTests
{
    private const string TwoContainers =
        """{"spec":{"containers":[{"name":"a","image":"1","env":[{"name":"X","value":"1"}]},{"name":"b","image":"1"}],"tolerations":[{"key":"k"}]}}""";

    // A container merges by its name and keeps what the patch does not mention.
    [TestCase("""{"spec":{"containers":[{"name":"b","image":"2"}]}}""",
        """{"spec":{"containers":[{"name":"a","image":"1","env":[{"name":"X","value":"1"}]},{"name":"b","image":"2"}],"tolerations":[{"key":"k"}]}}""")]
    // Nested lists merge by their own key.
    [TestCase("""{"spec":{"containers":[{"name":"a","env":[{"name":"Y","value":"2"}]}]}}""",
        """{"spec":{"containers":[{"name":"a","image":"1","env":[{"name":"X","value":"1"},{"name":"Y","value":"2"}]},"""
        + """{"name":"b","image":"1"}],"tolerations":[{"key":"k"}]}}""")]
    // $patch: delete removes one item.
    [TestCase("""{"spec":{"containers":[{"name":"a","$patch":"delete"}]}}""",
        """{"spec":{"containers":[{"name":"b","image":"1"}],"tolerations":[{"key":"k"}]}}""")]
    // $patch: replace replaces the whole list.
    [TestCase("""{"spec":{"containers":[{"$patch":"replace"},{"name":"c"}]}}""", """{"spec":{"containers":[{"name":"c"}],"tolerations":[{"key":"k"}]}}""")]
    // $setElementOrder orders, and a list without merge key is replaced.
    [TestCase("""{"spec":{"$setElementOrder/containers":[{"name":"b"},{"name":"a"}],"tolerations":[{"key":"z"}]}}""",
        """{"spec":{"containers":[{"name":"b","image":"1"},{"name":"a","image":"1","env":[{"name":"X","value":"1"}]}],"tolerations":[{"key":"z"}]}}""")]
    // $retainKeys drops the other members.
    [TestCase("""{"spec":{"$retainKeys":["tolerations"]}}""", """{"spec":{"tolerations":[{"key":"k"}]}}""")]
    [TestCase("""{"spec":{"tolerations":null}}""",
        """{"spec":{"containers":[{"name":"a","image":"1","env":[{"name":"X","value":"1"}]},{"name":"b","image":"1"}]}}""")]
    public void Apply_Pod_MergesByKeyAndDirective(string patch, string expected)
    {
        var result = new StrategicMergePatch("Pod").Apply((JsonObject)JsonNode.Parse(TwoContainers)!, (JsonObject)JsonNode.Parse(patch)!);

        Assert.That(JsonNode.DeepEquals(result, JsonNode.Parse(expected)), Is.True, result.ToJsonString());
    }

    [Test]
    public void Apply_DeleteFromPrimitiveList_RemovesTheValue()
    {
        var target = (JsonObject)JsonNode.Parse("""{"metadata":{"finalizers":["a","b"]}}""")!;
        var patch = (JsonObject)JsonNode.Parse("""{"metadata":{"$deleteFromPrimitiveList/finalizers":["a"],"finalizers":["c"]}}""")!;

        var result = new StrategicMergePatch("Pod").Apply(target, patch);

        Assert.That(result.ToJsonString(), Is.EqualTo("""{"metadata":{"finalizers":["b","c"]}}"""));
    }

    [Test]
    public void Apply_ItemWithoutItsKey_IsBadRequest() =>
        Assert.That(
            () => new StrategicMergePatch("Pod").Apply(
                (JsonObject)JsonNode.Parse(TwoContainers)!, (JsonObject)JsonNode.Parse("""{"spec":{"containers":[{"image":"2"}]}}""")!),
            Throws.Exception.With.Message.Contains("merge key: name"));
}
