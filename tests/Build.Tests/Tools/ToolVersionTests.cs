using Gauntlet.Build.Tools;

namespace Gauntlet.Build.Tests.Tools;

internal sealed class ToolVersionTests
{
    [TestCase("kind v0.27.0 go1.24.4 linux/amd64", ExpectedResult = "0.27.0", TestName = "kind version")]
    [TestCase("Client Version: v1.32.4-dispatcher\nKustomize Version: v5.5.0", ExpectedResult = "1.32.4-dispatcher", TestName = "kubectl version --client")]
    [TestCase("Version: 0.75.0\nVulnerability DB:\n  Version: 2", ExpectedResult = "0.75.0", TestName = "trivy --version")]
    [TestCase("unknown command", ExpectedResult = null, TestName = "no version at all")]
    public string? Find_Output_IsTheToolsOwnVersion(string output) => ToolVersion.Find(output);

    [TestCase("1.34.0", false, Description = "one older")]
    [TestCase("1.36.9", false, Description = "one newer")]
    [TestCase("1.33.9", true, Description = "two older")]
    [TestCase("1.37.0", true, Description = "two newer")]
    [TestCase("2.35.8", true, Description = "another major")]
    [TestCase("unknown", true, Description = "does not tell")]
    public void WarnOfSkew_Kubectl_AllowsOneMinorEitherWay(string version, bool warns) =>
        Assert.That(ToolVersion.WarnOfSkew(ToolPins.Kubectl, version), warns ? Does.Contain("1.35.8") : Is.Null);

    [TestCase("0.33.4", false)]
    [TestCase("0.32.0", true)]
    public void WarnOfSkew_Kind_AllowsPatchesOnly(string version, bool warns) =>
        Assert.That(ToolVersion.WarnOfSkew(ToolPins.Kind, version), warns ? Does.Contain("0.33.0") : Is.Null);

    [TestCase("1.35.8", "v1.35.0-embedded", false)]
    [TestCase("1.36.4", "v1.35.8", false)]
    [TestCase("1.32.4-dispatcher", "v1.20.2", true)]
    [TestCase("unknown", "v1.35.8", false, Description = "it was said before that it does not tell")]
    public void WarnOfServerSkew_KubectlAndServer_AreWithinOneMinor(string kubectl, string server, bool warns) =>
        Assert.That(ToolVersion.WarnOfServerSkew(kubectl, server), warns ? Does.Contain(kubectl).And.Contain(server) : Is.Null);
}
