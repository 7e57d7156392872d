namespace Gauntlet.Build.Pipeline;

/// <summary>Goes with every stage: its lines in the log, the door of its child processes.</summary>
public interface IStageObserver
{
    /// <summary>What the stage under way is busy with; null where this observer does not know.</summary>
    StageActivity? Activity => null;

    /// <summary>A stage starts; not called for one that is left out.</summary>
    /// <param name="stage">Which one.</param>
    /// <param name="end">Cancelled when it must end.</param>
    void Begin(StageInfo stage, CancellationToken end);

    /// <summary>It ended, or was left out.</summary>
    void End(StageInfo stage, IStageSlot slot)
    {
    }
}

/// <summary>What a stage is busy with.</summary>
/// <param name="Doing">One line; null where nothing was said.</param>
/// <param name="Evidence">What shows it; foreign text.</param>
public sealed record StageActivity(string? Doing, IReadOnlyList<string>? Evidence = null);
