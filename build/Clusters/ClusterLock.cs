using System.Diagnostics;
using System.Text.Json;
using Gauntlet.Build.Lifetime;
using Gauntlet.Build.State;

namespace Gauntlet.Build.Clusters;

/// <summary>One run per cluster name on a machine: a lock file in the user's cache, held while a process works on the cluster.</summary>
public sealed class ClusterLock : IDisposable
{
    private FileStream? _held;
    private string? _owner;

    /// <summary>Takes the lock, or keeps it when this process has it. A lock whose owner is dead is taken over.</summary>
    /// <exception cref="StageException">A living process holds it: infrastructure.</exception>
    public void Take(string cluster)
    {
        if (_held is not null)
        {
            return;
        }

        var folder = Directory.CreateDirectory(Path.Combine(BuildPaths.UserCache, "locks")).FullName;
        var (file, owner) = (Path.Combine(folder, cluster + ".lock"), Path.Combine(folder, cluster + ".owner"));
        try
        {
            // Not shared: on Unix only that locks exclusively. The operating system frees the handle with its process, so a dead owner never blocks.
            _held = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException)
        {
            throw new StageException(
                StageOutcome.Infrastructure, $"Another run works on the cluster '{cluster}'{Describe(owner)}.", "Wait for it, or give this run a name and ports of its own: --cluster-name, --http-port, --https-port.");
        }

        _owner = owner;
        using var process = Process.GetCurrentProcess();
        File.WriteAllText(owner, JsonSerializer.Serialize(new LockOwner(Environment.ProcessId, process.StartTime.ToUniversalTime())));
    }

    public void Dispose()
    {
        if (_held is not null)
        {
            File.Delete(_owner!);
            _held.Dispose();
            _held = null;
        }
    }

    /// <summary>Who holds it, for people.</summary>
    private static string Describe(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<LockOwner>(File.ReadAllText(file)) is { } owner ? $" (process {owner.Pid}, since {owner.Started:u})" : "";
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private sealed record LockOwner(int Pid, DateTime Started);
}
