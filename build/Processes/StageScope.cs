using Gauntlet.Build.Pipeline;

namespace Gauntlet.Build.Processes;

/// <summary>The deadline under which child processes are started: that of the stage that starts them, also when it was abandoned since.</summary>
public sealed class StageScope : IStageObserver
{
    private readonly AsyncLocal<CancellationToken> _cancellation = new();

    /// <summary>Cancelled when the stage must end; its child processes are killed then. Outside of stages it never is.</summary>
    public CancellationToken Cancellation => _cancellation.Value;

    /// <inheritdoc/>
    public void Begin(StageInfo stage, CancellationToken end) => Enter(end);

    /// <summary>Holds for what the caller calls from now on.</summary>
    public void Enter(CancellationToken cancellation) => _cancellation.Value = cancellation;
}
