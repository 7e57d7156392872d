using Gauntlet.Build.Cli;
using Gauntlet.Build.Pipeline;

namespace Gauntlet.Build.Hosting;

/// <summary>What this process was asked to run, and whether it was told to stop. Signals and the run's deadline end the work, never the cleanup.</summary>
public sealed class RunControl : IRunControl, IDisposable
{
    private readonly CancellationTokenSource _work;
    private readonly CancellationTokenSource _evidence = new();
    private readonly ISignals _signals;
    private IDisposable? _listening;
    private int _received;

    public RunControl(CommandLine line, OptionValues options, ISignals signals, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(line);
        ArgumentNullException.ThrowIfNull(options);
        IsByDefault = line.Targets.SequenceEqual([RunTargets.Default]);
        IsFull = line.Targets.Any(target => target is RunTargets.Full or RunTargets.Default);
        JudgesTheRun = IsFull || line.Targets.Contains(RunTargets.Verdict);
        IsDryRun = line.Mode is not null;
        RunTimeout = options.Of(RunOptions.RunTimeout);
        _signals = signals;
        _work = IsDryRun ? new CancellationTokenSource() : new CancellationTokenSource(RunTimeout, time);
    }

    /// <summary>True when no target was named.</summary>
    public bool IsByDefault { get; }

    /// <inheritdoc/>
    public bool IsFull { get; }

    /// <summary>True when the exit code is the run's verdict and not one stage's outcome.</summary>
    public bool JudgesTheRun { get; }

    /// <summary>True when Cake only prints what it would do.</summary>
    public bool IsDryRun { get; }

    public TimeSpan RunTimeout { get; }

    /// <inheritdoc/>
    public CancellationToken Work => _work.Token;

    /// <inheritdoc/>
    public CancellationToken Evidence => _evidence.Token;

    /// <summary>The name of the first signal; null when there was none.</summary>
    public string? Signal { get; private set; }

    /// <inheritdoc/>
    public bool Interrupted => _work.IsCancellationRequested;

    /// <inheritdoc/>
    public string InterruptedBy => Signal is { } signal ? $"interrupted by {signal}" : $"the run took longer than --run-timeout {Durations.Format(RunTimeout)}";

    /// <summary>From now on signals end the work, and no longer the process.</summary>
    public void Listen() => _listening ??= _signals.Listen(Receive);

    public void Dispose()
    {
        _listening?.Dispose();
        _work.Dispose();
        _evidence.Dispose();
    }

    private void Receive(string signal)
    {
        if (Interlocked.Increment(ref _received) == 1)
        {
            Signal = signal;
            _work.Cancel();
        }
        else
        {
            _evidence.Cancel();
        }
    }
}
