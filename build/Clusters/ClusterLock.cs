using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Processes;

namespace Gauntlet.Build.Clusters;

/// <summary>One run per cluster name on a machine: a lock file in the user's cache, held while a process works on the cluster.</summary>
public sealed class ClusterLock(BuildPaths paths) : IDisposable
{
    private FileLock? _held;

    /// <summary>Takes the lock, or keeps it when this process has it. A lock whose owner is dead is taken over.</summary>
    /// <exception cref="StageException">A living process holds it, or its file cannot be made: infrastructure.</exception>
    public void Take(string cluster)
    {
        var holder = "";
        _held ??= Files.Use(() => FileLock.TryTake(Path.Combine(paths.ClusterLocks, cluster + ".lock"), out holder))
            ?? throw new StageException(
                StageOutcome.Infrastructure, $"Another run works on the cluster '{cluster}'{holder}.",
                "Wait for it, or give this run a name and ports of its own: --cluster-name, --http-port, --https-port.");
    }

    public void Dispose()
    {
        _held?.Dispose();
        _held = null;
    }
}
