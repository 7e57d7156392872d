using System.Net.NetworkInformation;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Faults.Tests.Scenes;

/// <summary>Looks for what a run may have left: processes, ports, containers, networks, contexts, temporary files, locks.</summary>
internal static class Leftovers
{
    /// <summary>A process that was told to end may take this long.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    /// <summary>Sockets of the .NET runtime, which a killed process cannot remove.</summary>
    private static readonly string[] OfTheRuntime = ["dotnet-diagnostic-", "clr-debug-pipe-", ".dotnet"];

    /// <summary>One line for each; empty when the machine is as it was.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(Scene scene) => [.. await FindBesideClusterAsync(scene), .. await FindOfClusterAsync(scene.Copy)];

    /// <summary>The same, where a cluster is meant to be there.</summary>
    public static async Task<IReadOnlyList<string>> FindBesideClusterAsync(Scene scene)
    {
        await Condition.ComesTrueAsync(Grace, () => MarkedProcess.Find(scene).Count == 0);
        var cache = Path.Combine(scene.Copy.Cache, "gauntlet");
        var networks = (await Docker.NetworksAsync()).Except([.. scene.Networks, "bridge", "host", "none", "kind"]);
        return
        [
            .. MarkedProcess.Find(scene).Select(process => $"process {process.Id}: {process.CommandLine}"),
            .. networks.Select(name => $"network {name}"),
            .. await File.ReadAllTextAsync(scene.ForeignKubeconfig) == Foreign.Kubeconfig ? Array.Empty<string>() : ["a change of the user's kubeconfig"],
            .. File.Exists(scene.ForeignKubeconfig + ".lock") ? ["a lock of the user's kubeconfig"] : Array.Empty<string>(),
            .. Directory.EnumerateFileSystemEntries(scene.Temporary)
                .Where(path => !OfTheRuntime.Any(Path.GetFileName(path)!.StartsWith)).Select(path => $"temporary file {path}"),
            .. Files(cache, "locks").Concat(Files(cache, "children")).Select(path => $"lock or record {path}"),
        ];
    }

    private static async Task<IReadOnlyList<string>> FindOfClusterAsync(ProjectCopy copy)
    {
        var containers = await Docker.ContainersAsync(copy.ClusterName);
        int[] listening = [.. IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(endpoint => endpoint.Port)];
        string[] files = [copy.Artifact("kubeconfig"), copy.Artifact("kubeconfig.lock"), copy.Artifact("embedded-cluster")];
        return
        [
            .. new[] { copy.HttpPort, copy.HttpsPort }.Where(listening.Contains).Select(port => $"port {port}"),
            .. containers.Select(name => $"container {name}"),
            .. files.Where(Path.Exists).Select(path => $"file {path}"),
        ];
    }

    private static string[] Files(string cache, string folder) =>
        Directory.Exists(Path.Combine(cache, folder)) ? Directory.GetFiles(Path.Combine(cache, folder)) : [];
}
