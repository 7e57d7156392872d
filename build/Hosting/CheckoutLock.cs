using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Processes;

namespace Gauntlet.Build.Hosting;

/// <summary>One process per checkout: the state, the kubeconfig and the embedded cluster in its artifacts/ are those of one run.</summary>
public sealed class CheckoutLock : IDisposable
{
    private FileLock? _held;

    /// <summary>Takes the lock until the process ends. Where its file cannot be made nothing else of a run can be, and the stages say so.</summary>
    /// <exception cref="StageException">A living process holds it: infrastructure.</exception>
    public void Take(BuildPaths paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        try
        {
            _held = FileLock.TryTake(paths.Lock, out var holder)
                ?? throw new StageException(StageOutcome.Infrastructure,
                    $"Another process of the pipeline works in {paths.Root}{holder}. Wait for it, or run in a checkout of its own.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _held = null;
        }
    }

    public void Dispose() => _held?.Dispose();
}
