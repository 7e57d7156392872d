namespace Gauntlet.Build.Processes;

/// <summary>The deadline under which child processes are started: that of the stage under way.</summary>
public sealed class StageScope
{
    /// <summary>Cancelled when the stage must end; its child processes are killed then.</summary>
    public CancellationToken Cancellation { get; private set; }

    public void Enter(CancellationToken cancellation) => Cancellation = cancellation;
}
