using System.ComponentModel;
using System.Diagnostics;

namespace Gauntlet.Faults.Tests.Scenes;

/// <summary>What Docker holds; nothing where no engine answers.</summary>
internal static class Docker
{
    public static Task<IReadOnlyList<string>> NetworksAsync() => AskAsync("network", "ls", "--format", "{{.Name}}");

    /// <summary>Containers of a kind cluster, running or not.</summary>
    public static Task<IReadOnlyList<string>> ContainersAsync(string cluster) =>
        AskAsync("ps", "--all", "--filter", $"label=io.x-k8s.kind.cluster={cluster}", "--format", "{{.Names}}");

    private static async Task<IReadOnlyList<string>> AskAsync(params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("docker", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync();
            await error;
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? output.Split('\n', StringSplitOptions.RemoveEmptyEntries) : [];
        }
        catch (Win32Exception)
        {
            return [];
        }
    }
}
