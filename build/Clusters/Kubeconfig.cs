using System.Security.Cryptography;
using Gauntlet.Build.Pipeline;
using YamlDotNet.Core;
using k8s;
using k8s.Exceptions;

namespace Gauntlet.Build.Clusters;

/// <summary>What the pipeline does with kubeconfig files.</summary>
internal static class Kubeconfig
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Connects to a named context; the current one is never taken.</summary>
    /// <exception cref="StageException">The file cannot be read, or holds no such context: infrastructure.</exception>
    public static Kubernetes Connect(string file, string context)
    {
        try
        {
            var configuration = KubernetesClientConfiguration.BuildConfigFromConfigFile(file, context);
            configuration.HttpClientTimeout = RequestTimeout;
            return new Kubernetes(configuration);
        }
        catch (Exception e) when (e is KubeConfigException or YamlException or CryptographicException
            or FormatException or IOException or UnauthorizedAccessException)
        {
            throw new StageException(
                StageOutcome.Infrastructure,
                $"The kubeconfig cannot be used: {e.Message.ReplaceLineEndings(" ").Trim()}",
                "Check --kubeconfig and --context; --target=CreateCluster writes a new one for a cluster that it creates.",
                inner: e);
        }
    }

    /// <summary>Connects to the cluster of the state.</summary>
    public static Kubernetes Connect(BuildContext context, ClusterResult cluster) =>
        Connect(File(context, cluster), cluster.Context);

    /// <summary>The kubeconfig of the cluster of the state, rooted.</summary>
    public static string File(BuildContext context, ClusterResult cluster) => Path.Combine(context.Paths.Artifacts, cluster.Kubeconfig);

    /// <summary>It holds a client key: for its owner alone.</summary>
    public static void Protect(string file)
    {
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    /// <summary>Deletes the file and the lock that kind leaves beside it, but not those of another cluster; answers what was there.</summary>
    /// <param name="file">The kubeconfig.</param>
    /// <param name="context">Of the cluster that goes; null where that is not known.</param>
    public static IEnumerable<string> Remove(string file, string? context)
    {
        if (context is not null && CurrentContext(file) is { Length: > 0 } current && current != context)
        {
            return [];
        }

        var removed = new[] { file, file + ".lock" }.Where(System.IO.File.Exists).ToList();
        removed.ForEach(System.IO.File.Delete);
        return removed.Select(path => $"file {Path.GetFileName(path)}");
    }

    /// <summary>Null where the file is missing, or is none that can be read.</summary>
    private static string? CurrentContext(string file)
    {
        try
        {
            return System.IO.File.Exists(file) ? KubernetesClientConfiguration.LoadKubeConfig(file).CurrentContext : null;
        }
        catch (Exception e) when (e is KubeConfigException or YamlException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
