using System.Diagnostics;
using System.Text.Json;
using Gauntlet.Build.Lifetime;
using Gauntlet.Build.State;

namespace Gauntlet.Build.Clusters;

/// <summary>One run per cluster name on a machine: a lock file in the user's cache, held while a process works on the cluster.</summary>
public sealed class ClusterLock : IDisposable
{
    private FileStream? _held;

    /// <summary>Takes the lock, or keeps it when this process has it. A lock whose owner is dead is taken over.</summary>
    /// <exception cref="StageException">A living process holds it: infrastructure.</exception>
    public void Take(string cluster)
    {
        if (_held is not null)
        {
            return;
        }

        var folder = Directory.CreateDirectory(Path.Combine(BuildPaths.UserCache, "locks")).FullName;
        var file = Path.Combine(folder, cluster + ".lock");
        try
        {
            // The operating system frees the handle with its process, so a dead owner never blocks; the text is for people.
            _held = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        }
        catch (IOException)
        {
            throw new StageException(
                StageOutcome.Infrastructure, $"Another run works on the cluster '{cluster}'{Owner(file)}.", "Wait for it, or give this run a name and ports of its own: --cluster-name, --http-port, --https-port.");
        }

        using var process = Process.GetCurrentProcess();
        _held.SetLength(0);
        JsonSerializer.Serialize(_held, new LockOwner(Environment.ProcessId, process.StartTime.ToUniversalTime()));
        _held.Flush();
    }

    public void Dispose() => _held?.Dispose();

    private static string Owner(string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return JsonSerializer.Deserialize<LockOwner>(stream) is { } owner ? $" (process {owner.Pid}, since {owner.Started:u})" : "";
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private sealed record LockOwner(int Pid, DateTime Started);
}
