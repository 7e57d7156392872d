using System.Net.NetworkInformation;

namespace Gauntlet.Faults.Tests.Scenes;

/// <summary>Looks for what a run may have left: processes, ports, containers, networks, contexts, temporary files, locks.</summary>
internal static class Leftovers
{
    /// <summary>A process that was told to end may take this long.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Sockets of the .NET runtime, which a killed process cannot remove.</summary>
    private static readonly string[] OfTheRuntime = ["dotnet-diagnostic-", "clr-debug-pipe-", ".dotnet"];

    /// <summary>One line for each; empty when the machine is as it was.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(Scene scene)
    {
        await Condition.ComesTrueAsync(Grace, () => MarkedProcess.Find(scene).Count == 0);
        var copy = scene.Copy;
        var containers = await Docker.ContainersAsync(copy.ClusterName);
        var networks = (await Docker.NetworksAsync()).Except([.. scene.Networks, "bridge", "host", "none", "kind"]);
        int[] listening = [.. IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(endpoint => endpoint.Port)];
        string[] kubeconfigs = [copy.Artifact("kubeconfig"), copy.Artifact("kubeconfig.lock"), copy.Artifact("embedded-cluster"), scene.ForeignKubeconfig + ".lock"];
        return
        [
            .. MarkedProcess.Find(scene).Select(process => $"process {process.Id}: {process.CommandLine}"),
            .. new[] { copy.HttpPort, copy.HttpsPort }.Where(listening.Contains).Select(port => $"port {port}"),
            .. containers.Select(name => $"container {name}"),
            .. networks.Select(name => $"network {name}"),
            .. kubeconfigs.Where(Path.Exists).Select(path => $"file {path}"),
            .. await File.ReadAllTextAsync(scene.ForeignKubeconfig) == Foreign.Kubeconfig ? Array.Empty<string>() : ["a change of the user's kubeconfig"],
            .. Directory.EnumerateFileSystemEntries(scene.Temporary).Where(path => !OfTheRuntime.Any(Path.GetFileName(path)!.StartsWith)).Select(path => $"temporary file {path}"),
            .. Files(copy.Cache, "locks").Concat(Files(copy.Cache, "children")).Select(path => $"lock or record {path}"),
        ];
    }

    private static string[] Files(string cache, string folder) => Directory.Exists(Path.Combine(cache, "gauntlet", folder)) ? Directory.GetFiles(Path.Combine(cache, "gauntlet", folder)) : [];
}
