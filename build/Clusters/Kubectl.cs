using Cake.Core.IO;
using Cake.Kubectl;
using Gauntlet.Build.Cli;
using Gauntlet.Build.Clusters.Existing;
using Gauntlet.Build.Tools;

namespace Gauntlet.Build.Clusters;

/// <summary>kubectl against the cluster of the run, through Cake.Kubectl; its flags that take "=value" stand in the argument customization.</summary>
public static class Kubectl
{
    private const string IdentityRequest = "ACTIONS_ID_TOKEN_REQUEST_TOKEN";

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
            EnvironmentVariables = Credentials(context, cluster),
            ArgumentCustomization = arguments => Global(context, cluster, arguments),
        });
    }

    /// <summary>The start of a command that a user writes for the cluster of this run, from the project's root.</summary>
    public static string ByHand(BuildContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return $"kubectl --kubeconfig {RepeatCommand.Quoted(context.Paths.Named(context.Paths.Kubeconfig))}";
    }

    /// <summary>A kubeconfig of somebody else may ask for the job's identity token by a command of its own, which needs the right to it.</summary>
    private static Dictionary<string, string> Credentials(BuildContext context, ClusterResult cluster)
    {
        var environment = context.Environment;
        return cluster.Kind == ExistingCluster.Name && environment.GetEnvironmentVariable(IdentityRequest) is { } token
            ? new() { [IdentityRequest] = token } : [];
    }

    private static ProcessArgumentBuilder Global(BuildContext context, ClusterResult cluster, ProcessArgumentBuilder arguments) =>
        arguments
            .Append("--kubeconfig").AppendQuoted(Kubeconfig.File(context, cluster))
            .Append("--context").AppendQuoted(cluster.Context)
            .Append("--request-timeout=30s");
}
