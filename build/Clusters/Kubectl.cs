using Cake.Core.IO;
using Cake.Kubectl;
using Gauntlet.Build.Tools;

namespace Gauntlet.Build.Clusters;

/// <summary>kubectl against the cluster of the run, through Cake.Kubectl; its flags that take "=value" stand in the argument customization.</summary>
public static class Kubectl
{
    /// <summary>Applies a file or a folder of manifests.</summary>
    /// <exception cref="CakeException">kubectl exited with another code than 0.</exception>
    public static void Apply(BuildContext context, ClusterResult cluster, string path)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(cluster);
        context.KubectlApply(new KubectlApplySettings
        {
            ToolPath = RunTools.Executable(context, "kubectl"),
            Filename = path,
            ArgumentCustomization = arguments => Global(context, cluster, arguments),
        });
    }

    private static ProcessArgumentBuilder Global(BuildContext context, ClusterResult cluster, ProcessArgumentBuilder arguments) =>
        arguments
            .Append("--kubeconfig").AppendQuoted(Kubeconfig.File(context, cluster))
            .Append("--context").AppendQuoted(cluster.Context)
            .Append("--request-timeout=30s");
}
