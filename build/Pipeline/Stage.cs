namespace Gauntlet.Build.Pipeline;

/// <summary>A stage of any result.</summary>
public interface IStage : IFrostingTask
{
    /// <summary>Its name, place and role.</summary>
    StageInfo Info { get; }
}

/// <summary>
/// One stage of the pipeline. A stage reads its inputs from the state, makes a few calls and answers with a result;
/// the <see cref="StageRunner"/> does what all stages have in common: slot, needs, deadline, skips, errors, the line in the log.
/// </summary>
/// <typeparam name="TResult">What its slot holds for later stages; no two stages share one.</typeparam>
public abstract class Stage<TResult> : AsyncFrostingTask<BuildContext>, IStage
    where TResult : class
{
    private protected Stage(StageRunner runner, StageInfo info) => (Runner, Info) = (runner, info);

    /// <summary>A stage as its attributes describe it.</summary>
    protected Stage(StageRunner runner)
    {
        Runner = runner;
        Info = StageInfo.Of(GetType());
    }

    /// <inheritdoc/>
    public StageInfo Info { get; }

    /// <summary>The name of the target, which is the name of the slot.</summary>
    public string Name => Info.Name;

    /// <summary>When the stage runs although an earlier one ended the chain.</summary>
    public StageRole Role => Info.Role;

    /// <summary>Runs it, as all others of this process.</summary>
    protected StageRunner Runner { get; }

    /// <inheritdoc/>
    public sealed override Task RunAsync(BuildContext context) => Runner.RunAsync(this, context);

    /// <summary>Does the work.</summary>
    /// <exception cref="StageException">It cannot be done; with outcome, reason and remedy.</exception>
    protected internal abstract Task<StageResult<TResult>> ExecuteAsync(BuildContext context, CancellationToken cancellation);

    /// <summary>The longest that the stage may take.</summary>
    protected internal virtual TimeSpan Deadline(BuildContext context) => context.Options.Of(RunOptions.StageTimeout);
}
