using Gauntlet.Build.State;

namespace Gauntlet.Build.Lifetime;

/// <summary>
/// One stage of the pipeline. A stage reads its inputs from the state, makes a few calls and answers with a result;
/// the <see cref="StageRunner"/> does what all stages have in common: slot, deadline, skips, errors, the line in the log.
/// </summary>
/// <typeparam name="TResult">What its slot holds for later stages.</typeparam>
public abstract class Stage<TResult>(StageRunner runner) : AsyncFrostingTask<BuildContext>
    where TResult : class
{
    /// <summary>The name of the target, which is the name of the slot.</summary>
    public abstract string Name { get; }

    /// <summary>Runs it, as all others of this process.</summary>
    protected StageRunner Runner => runner;

    /// <summary>When the stage runs although an earlier one ended the chain.</summary>
    public virtual StageRole Role => StageRole.Work;

    /// <inheritdoc/>
    public sealed override Task RunAsync(BuildContext context) => Runner.RunAsync(this, context);

    /// <summary>Does the work.</summary>
    /// <exception cref="StageException">It cannot be done; with outcome, reason and remedy.</exception>
    protected internal abstract Task<StageResult<TResult>> ExecuteAsync(BuildContext context, CancellationToken cancellation);

    /// <summary>Publishes the slot.</summary>
    protected internal abstract PipelineState With(PipelineState state, StageSlot<TResult>? slot);

    /// <summary>Empties what is no longer true once this stage starts: its own slot, and those that build on it.</summary>
    protected internal virtual PipelineState Reset(PipelineState state) => With(state, null);

    /// <summary>The longest that the stage may take.</summary>
    protected internal virtual TimeSpan Deadline(BuildContext context) => context.Options.Deadlines.Stage;
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

    /// <summary>Runs whatever happened, cancellation included.</summary>
    Cleanup,
}
