using Gauntlet.Faults.Tests.Scenes;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Faults.Tests.Kind;

/// <summary>What faults on KinD share.</summary>
internal static class KindRun
{
    /// <summary>The node image that the shared Docker engine has.</summary>
    public const string NodeImage = "kindest/node:v1.20.2";

    /// <summary>All stages, with a load that three nodes and the generator can carry on two cores.</summary>
    public static string[] Full(string nodeImage = NodeImage) =>
    [
        "--target=Full", "--cluster=kind", "--node-image=" + nodeImage, .. Arguments.Quiet,
        "--rate=100", "--duration=5s", "--warm-up=1s", "--threshold=errors.rate < 1%",
    ];

    /// <summary>Restores the project's manifests and takes from the cluster what a fault deployed.</summary>
    public static async Task CleanAsync(Scene scene)
    {
        Directory.Delete(scene.Copy.PathOf("manifests"), recursive: true);
        CopyFolder(Path.Combine(Checkout.Root, "manifests"), scene.Copy.PathOf("manifests"));
        await KubectlAsync(scene, "delete", "namespace", "echo", "--ignore-not-found");
    }

    public static Task<string> KubectlAsync(Scene scene, params string[] arguments) =>
        Shell.RunAsync("kubectl", ["--kubeconfig", scene.Copy.Artifact("kubeconfig"), .. arguments]);

    /// <summary>Runs a command in a node.</summary>
    /// <param name="scene">Whose cluster.</param>
    /// <param name="node">control-plane, worker or worker2.</param>
    /// <param name="command">With its arguments.</param>
    public static Task<string> NodeAsync(Scene scene, string node, params string[] command) =>
        Shell.RunAsync("docker", ["exec", $"{scene.Copy.ClusterName}-{node}", .. command]);

    /// <summary>Deploys, and answers with the run of CheckHealth; the evidence of its failure is kept.</summary>
    public static async Task<PipelineResult> DeployAndCheckAsync(Scene scene)
    {
        await scene.PassAsync("Deploy");
        var run = await scene.StageAsync("CheckHealth");
        await scene.StageAsync("CollectDiagnostics");
        return run;
    }

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        foreach (var folder in Directory.GetDirectories(from))
        {
            CopyFolder(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }
}
