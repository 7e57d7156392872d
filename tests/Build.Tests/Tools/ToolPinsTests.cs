using Gauntlet.Build.Tools;

namespace Gauntlet.Build.Tests.Tools;

internal sealed class ToolPinsTests
{
    private static ToolPin[] All => [ToolPins.Kind, ToolPins.Kubectl, ToolPins.Trivy, ToolPins.Helm];

    // From the projects' release pages, as facts/pins.md lists them: a changed digit in the pins must not pass unseen.
    [TestCase(
        "kind", "linux-amd64", "https://github.com/kubernetes-sigs/kind/releases/download/v0.33.0/kind-linux-amd64",
        "aee6151561422756b764a4ae28e7f44cda5af5a9eead3cc9985112b1de8d8e0d")]
    [TestCase(
        "kind", "darwin-arm64", "https://github.com/kubernetes-sigs/kind/releases/download/v0.33.0/kind-darwin-arm64",
        "0c8c7dbe5e23594a198b786c4bc13dacc101fa6196b0cb0b23a1ca44e61f4b4f")]
    [TestCase(
        "kubectl", "linux-amd64", "https://dl.k8s.io/release/v1.35.8/bin/linux/amd64/kubectl",
        "874d5e72dbb819f43cff16bcd1e4f8bac5b7f2361fe1e55049b0a6c676fb0cbf")]
    [TestCase(
        "helm", "linux-amd64", "https://get.helm.sh/helm-v4.2.3-linux-amd64.tar.gz", "e9b88b4ee95b18c706839c28d3a0220e5bc470e9cd9262410c90793c45ff8b7c")]
    [TestCase(
        "trivy", "linux-amd64", "https://github.com/aquasecurity/trivy/releases/download/v0.75.0/trivy_0.75.0_Linux-64bit.tar.gz",
        "c6e65abddb348e25f10549df887045629cf28cc72453cd1c63acb717316b3f3f")]
    public void Downloads_PinnedPlatform_HasTheReleasesAddressAndChecksum(string name, string platform, string address, string sha256)
    {
        var download = All.Single(pin => pin.Name == name).Downloads[platform];

        Assert.That(download.Address, Is.EqualTo(new Uri(address)));
        Assert.That(download.Sha256, Is.EqualTo(sha256));
    }

    [Test]
    public void Downloads_All_AreTheFiveThatAreKnown() => Assert.That(All.Sum(pin => pin.Downloads.Count), Is.EqualTo(5));

    [Test]
    public void Of_ToolOfEachSource_IsPinned() =>
        Assert.That(Gauntlet.Workloads.Rendering.ManifestSources.Tools.Select(ToolPins.Of), Is.EqualTo(new[] { ToolPins.Kubectl, ToolPins.Helm }));

    [Test]
    public void NodeImage_HasADigestAndTheVersionOfKubectl() =>
        Assert.That(ToolPins.NodeImage, Does.Match($"^kindest/node:v{ToolPins.Kubectl.Version}@sha256:[0-9a-f]{{64}}$"));

    [TestCase("0.69.4")]
    [TestCase("0.69.5")]
    [TestCase("0.69.6")]
    public void Trivy_VersionsOfTheAttack_AreRefused(string version) => Assert.That(ToolPins.Trivy.Refused, Contains.Key(version));
}
