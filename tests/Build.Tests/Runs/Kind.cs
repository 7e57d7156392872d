using Gauntlet.PipelineHarness;

namespace Gauntlet.Build.Tests.Runs;

/// <summary>What tests on real clusters share.</summary>
internal static class Kind
{
    /// <summary>The only node image on a machine without a registry.</summary>
    public const string NodeImage = "kindest/node:v1.20.2";

    /// <summary>Of the echo Deployments, in the manifests and in the node image.</summary>
    public const string EchoImage = "hashicorp/http-echo:1.0.0@sha256:fcb75f691c8b0414d670ae570240cbf95502cc18a9ba57e982ecac589760a186";

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    /// <summary>Asks kubectl about the cluster of a copy.</summary>
    public static Task<string> KubectlAsync(this ProjectCopy copy, params string[] arguments) =>
        Command.RunAsync(Deadline, "kubectl", ["--kubeconfig", copy.Artifact("kubeconfig"), .. arguments]);

    /// <summary>Containers of the copy's cluster, running or not.</summary>
    public static async Task<IReadOnlyList<string>> ContainersAsync(this ProjectCopy copy) =>
        Lines(await Command.RunAsync(
            Deadline, "docker", "ps", "--all", "--filter", "label=io.x-k8s.kind.cluster=" + copy.ClusterName, "--format", "{{.Names}}"));

    /// <summary>Fails unless containers, kubeconfig and processes are gone.</summary>
    public static async Task AssertNothingIsLeftAsync(this ProjectCopy copy)
    {
        Assert.That(await copy.ContainersAsync(), Is.Empty);
        Assert.That(File.Exists(copy.Artifact("kubeconfig")), Is.False);
        Assert.That(LeftProcesses.Of(copy), Is.Empty);
    }

    public static IReadOnlyList<string> Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
