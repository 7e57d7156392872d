namespace Gauntlet.Build.Tools;

/// <summary>
/// The one home of every version that the pipeline pins. The checksums are those that several public projects pin;
/// who raises a version compares the new one with the checksum file beside the release.
/// </summary>
public static class ToolPins
{
    /// <summary>The image of kind's nodes. Its digest is one that the pinned kind was released with.</summary>
    public static string NodeImage { get; } = "kindest/node:v1.35.8@sha256:07b2536e30b803ed61d1677a79df6115f798ce64c80f9e22f6ed45afd09323c0";

    private const string KindVersion = "0.33.0";
    private const string KubectlVersion = "1.35.8";
    private const string HelmVersion = "4.2.3";
    private const string TrivyVersion = "0.75.0";
    private const string TrivyAdvisory = "it was published by an attacker (CVE-2026-33634)";

    /// <summary>Creates the cluster.</summary>
    public static ToolPin Kind { get; } = new(
        "kind",
        KindVersion,
        ["version"],
        0,
        new Dictionary<string, ToolDownload>
        {
            [ToolPlatform.LinuxX64] = new(KindAddress("linux-amd64"), "aee6151561422756b764a4ae28e7f44cda5af5a9eead3cc9985112b1de8d8e0d"),
            [ToolPlatform.MacArm64] = new(KindAddress("darwin-arm64"), "0c8c7dbe5e23594a198b786c4bc13dacc101fa6196b0cb0b23a1ca44e61f4b4f"),
        })
    {
        HomePage = new Uri("https://kind.sigs.k8s.io/docs/user/quick-start/#installation"),
    };

    /// <summary>Applies the manifests. Kubernetes supports one minor version of skew between it and the API server.</summary>
    public static ToolPin Kubectl { get; } = new(
        "kubectl",
        KubectlVersion,
        ["version", "--client"],
        1,
        new Dictionary<string, ToolDownload>
        {
            [ToolPlatform.LinuxX64] = new(
                new Uri($"https://dl.k8s.io/release/v{KubectlVersion}/bin/linux/amd64/kubectl"),
                "874d5e72dbb819f43cff16bcd1e4f8bac5b7f2361fe1e55049b0a6c676fb0cbf"),
        })
    {
        HomePage = new Uri("https://kubernetes.io/docs/tasks/tools/"),
    };

    /// <summary>Scans the code base.</summary>
    public static ToolPin Trivy { get; } = new(
        "trivy",
        TrivyVersion,
        ["--version"],
        0,
        new Dictionary<string, ToolDownload>
        {
            [ToolPlatform.LinuxX64] = new(
                new Uri($"https://github.com/aquasecurity/trivy/releases/download/v{TrivyVersion}/trivy_{TrivyVersion}_Linux-64bit.tar.gz"),
                "c6e65abddb348e25f10549df887045629cf28cc72453cd1c63acb717316b3f3f",
                "trivy"),
        })
    {
        HomePage = new Uri("https://trivy.dev/latest/getting-started/installation/"),
        Refused = new Dictionary<string, string> { ["0.69.4"] = TrivyAdvisory, ["0.69.5"] = TrivyAdvisory, ["0.69.6"] = TrivyAdvisory },
    };

    /// <summary>Renders charts.</summary>
    public static ToolPin Helm { get; } = new(
        "helm",
        HelmVersion,
        ["version", "--short"],
        1,
        new Dictionary<string, ToolDownload>
        {
            [ToolPlatform.LinuxX64] = new(
                new Uri($"https://get.helm.sh/helm-v{HelmVersion}-linux-amd64.tar.gz"),
                "e9b88b4ee95b18c706839c28d3a0220e5bc470e9cd9262410c90793c45ff8b7c",
                "linux-amd64/helm"),
        })
    {
        HomePage = new Uri("https://helm.sh/docs/intro/install/"),
    };

    /// <summary>Of the nodes that kind makes; what is rendered before there is a cluster is rendered for it.</summary>
    public static string KubernetesVersion => KubectlVersion;

    /// <summary>The tool that renders a source of manifests.</summary>
    public static ToolPin Of(string command) => new[] { Kubectl, Helm }.Single(pin => pin.Name == command);

    private static Uri KindAddress(string platform) => new($"https://github.com/kubernetes-sigs/kind/releases/download/v{KindVersion}/kind-{platform}");
}
