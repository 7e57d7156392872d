namespace Gauntlet.Build.Pipeline;

/// <summary>What a stage is to the pipeline; all that is known of it stands on its class.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class StageAttribute : Attribute
{
    /// <summary>The stage that this one stands behind in Full; null for the one that begins a run.</summary>
    public Type? After { get; init; }

    /// <summary>The stages that must have passed. When one of them starts anew, what this stage has published is no longer true.</summary>
    public Type[] Needs { get; init; } = [];

    /// <summary>When the stage runs although an earlier one ended the chain.</summary>
    public StageRole Role { get; init; } = StageRole.Work;

    /// <summary>True where the stage may tell of a run whose artifacts lie in another folder (<c>--from</c>).</summary>
    public bool ReadsForeignArtifacts { get; init; }
}

/// <summary>What a stage is to the pipeline: it decides what still runs after a failure.</summary>
public enum StageRole
{
    /// <summary>Left out once the chain has ended.</summary>
    Work,

    /// <summary>Ends the chain when it does not pass: what follows would build on sand.</summary>
    Foundation,

    /// <summary>Runs after a failure too, as it builds on no other stage; left out, or ended, when the run is interrupted.</summary>
    Independent,

    /// <summary>Evidence and reports: runs after a failure and after an interruption, which may be what it tells of. The second signal ends it.</summary>
    Aftermath,

    /// <summary>Runs whatever happened, cancellation included; undoes the stages that it needs, and so does not ask whether they passed.</summary>
    Cleanup,
}
