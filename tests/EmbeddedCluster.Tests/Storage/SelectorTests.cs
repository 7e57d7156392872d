using Gauntlet.EmbeddedCluster.Storage;
using Gauntlet.EmbeddedCluster.Tests.Support;

namespace Gauntlet.EmbeddedCluster.Tests.Storage;

internal sealed class SelectorTests
{
    [TestCase("app=web", true)]
    [TestCase("app==web,tier=front", true)]
    [TestCase("app!=web", false)]
    [TestCase("missing!=web", true, Description = "an absent label is not equal")]
    [TestCase("app in (api, web)", true)]
    [TestCase("app notin (api,web)", false)]
    [TestCase("missing notin (web)", true)]
    [TestCase("tier", true)]
    [TestCase("!tier", false)]
    [TestCase("!missing,app", true)]
    [TestCase("", true)]
    public void Parse_LabelQuery_MatchesAsKubernetesDoes(string query, bool expected)
    {
        var labels = new Dictionary<string, string> { ["app"] = "web", ["tier"] = "front" };

        Assert.That(LabelSelector.Parse(query).Matches(labels), Is.EqualTo(expected));
    }

    [TestCase("a=b=c=d")]
    [TestCase("a in b")]
    [TestCase("a b c")]
    public void Parse_BrokenLabelQuery_IsBadRequest(string query) =>
        Assert.That(() => LabelSelector.Parse(query), Throws.TypeOf<StatusException>().With.Property(nameof(StatusException.Code)).EqualTo(400));

    [Test]
    public void FromObject_NullSelector_MatchesNothingAndEmptyMatchesAll()
    {
        var labels = new Dictionary<string, string>();

        Assert.That(LabelSelector.FromObject(null).Matches(labels), Is.False);
        Assert.That(LabelSelector.FromObject([]).Matches(labels), Is.True);
    }

    [TestCase("metadata.name=one", true)]
    [TestCase("metadata.name!=one", false)]
    [TestCase("data.value=1,metadata.namespace=space", true)]
    [TestCase("status.phase=Running", false)]
    [TestCase("status.phase!=Running", true)]
    public void Parse_FieldQuery_ComparesPaths(string query, bool expected) =>
        Assert.That(FieldSelector.Parse(query).Matches(Manifest.ConfigMap("space", "one")), Is.EqualTo(expected));
}
