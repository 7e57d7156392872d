using Gauntlet.Build.Processes;

namespace Gauntlet.Build.Tests.Processes;

internal sealed class ChildEnvironmentTests
{
    private static readonly Dictionary<string, string> OfHost = new() { ["PATH"] = "/bin", ["HOME"] = "/home/me" };

    [TestCase("GITHUB_TOKEN")]
    [TestCase("GH_TOKEN")]
    [TestCase("ACTIONS_RUNTIME_TOKEN")]
    [TestCase("ACTIONS_ID_TOKEN_REQUEST_TOKEN")]
    [TestCase("TRIVY_SEVERITY")]
    [TestCase("TRIVY_EXIT_CODE")]
    [TestCase("trivy_ignorefile")]
    [TestCase("K6_VUS")]
    public void Of_TokenOrSettingOfATool_IsWithheld(string name)
    {
        var child = ChildEnvironment.Of(new Dictionary<string, string>(OfHost) { [name] = "of the caller" });

        Assert.That(child, Is.EquivalentTo(OfHost));
    }

    [Test]
    public void Of_VariableOfTheChild_IsSetWhateverTheHostHas()
    {
        var child = ChildEnvironment.Of(OfHost, new Dictionary<string, string?> { ["HOME"] = null, ["K6_WEB_DASHBOARD"] = "false" });

        Assert.That(child, Is.EquivalentTo(new Dictionary<string, string?> { ["PATH"] = "/bin", ["HOME"] = null, ["K6_WEB_DASHBOARD"] = "false" }));
    }
}
