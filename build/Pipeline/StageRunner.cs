using Cake.Core.Diagnostics;
using Gauntlet.Build.Cli;

namespace Gauntlet.Build.Pipeline;

/// <summary>Does what all stages have in common: leave out, reset, deadline, errors, slot, and one line in the log.</summary>
public sealed class StageRunner(
    StageCatalog catalog, IRunControl control, IEnumerable<IStageObserver> observers, TimeProvider time)
{
    /// <summary>Enough to hand over what was measured, within the 5 s that a CI service leaves a cancelled job.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly List<StageOutcome> _outcomes = [];
    private readonly List<string> _ran = [];
    private readonly HashSet<string> _begun = [];
    private bool _stateIsLost;
    private string? _chainEndedBy;
    private bool _interruptionIsReported;

    /// <summary>The outcomes of the stages that ran in this process.</summary>
    public IReadOnlyList<StageOutcome> Outcomes => _outcomes;

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Ran => _ran;

    /// <summary>True when the stage did some of its work in this process; false where it was left out.</summary>
    public bool HasBegun(string stage) => _begun.Contains(stage);

    /// <summary>Runs a stage; whatever it throws ends in its slot.</summary>
    public async Task RunAsync<TResult>(Stage<TResult> stage, BuildContext context)
        where TResult : class
    {
        ArgumentNullException.ThrowIfNull(stage);
        ArgumentNullException.ThrowIfNull(context);
        (DateTimeOffset At, long Timestamp) started = (time.GetUtcNow(), time.GetTimestamp());
        var before = context.State;
        if (LeaveOut(stage, context.Options) is { } leftOut)
        {
            Finish(stage, context, Require(stage, context, leftOut), started, before);
            return;
        }

        using var deadline = new CancellationTokenSource(stage.Deadline(context), time);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, StopSignal(stage.Role));
        foreach (var observer in observers)
        {
            observer.Begin(stage.Info, cancellation.Token);
        }

        StageResult<TResult> result;
        try
        {
            RefuseWithoutNeeds(stage.Info, context.State);
            Announce(stage, context, started.At);
            _begun.Add(stage.Name);
            result = await LastWordsAsync(
                Task.Run(() => stage.ExecuteAsync(context, cancellation.Token), CancellationToken.None), cancellation.Token).ConfigureAwait(false);
            if (cancellation.IsCancellationRequested && result.Outcome != StageOutcome.Pass)
            {
                result = Interrupted(stage, context, result.Result);
            }
        }
        catch (Exception e) when (cancellation.IsCancellationRequested)
        {
            context.Log.Debug("{0}", e);
            result = Interrupted(stage, context, null);
        }
#pragma warning disable CA1031 // Do not catch general exception types: this is the edge; every failure of a stage becomes its slot.
        catch (Exception e)
        {
            var (outcome, problem) = FailureClassifier.Classify(e);
            context.Log.Debug("{0}", e);
            result = StageResult.NotPassed<TResult>(outcome, problem.Reason, null, problem);
        }
#pragma warning restore CA1031

        Finish(stage, context, Require(stage, context, result), started, before);
    }

    /// <summary>
    /// Writes down what a stage that is under way has by now, for whoever comes after it should it be killed. It is also the result of one that is ended before
    /// it hands over another.
    /// </summary>
    /// <exception cref="StageException">The state cannot be written: infrastructure.</exception>
    public static void Record<TResult>(Stage<TResult> stage, BuildContext context, TResult result)
        where TResult : class
    {
        ArgumentNullException.ThrowIfNull(stage);
        ArgumentNullException.ThrowIfNull(context);
        if (context.State.Of<TResult>() is { Outcome: StageOutcome.Running } slot)
        {
            var state = context.State.With(stage.Name, slot with { Result = result });
            Files.Use(() => Publish(context, state));
        }
    }

    /// <summary>What a stage that is under way has written down; null where it has not.</summary>
    private static TResult? Recorded<TResult>(Stage<TResult> stage, PipelineState state)
        where TResult : class =>
        state.Of(stage.Name) is StageSlot<TResult> { Outcome: StageOutcome.Running } slot ? slot.Result : null;

    /// <summary>A required stage that was left out says nothing about the change.</summary>
    private static StageResult<TResult> Require<TResult>(Stage<TResult> stage, BuildContext context, StageResult<TResult> result)
        where TResult : class =>
        result.Outcome == StageOutcome.Skipped && context.Options.Of(RunOptions.Require).Contains(stage.Name, StringComparer.OrdinalIgnoreCase)
            ? StageResult.NotPassed<TResult>(
                StageOutcome.Inconclusive, $"required, but skipped: {result.Summary}", result.Result,
                new StageProblem($"required, but skipped: {result.Summary}"))
            : result;

    private StageResult<TResult>? LeaveOut<TResult>(Stage<TResult> stage, OptionValues options)
        where TResult : class
    {
        if (RunOptions.Skips(options, stage.Name))
        {
            return StageResult.Skip<TResult>(RunOptions.LeftOut(stage.Name));
        }

        if (stage.Role == StageRole.Cleanup || !control.IsFull)
        {
            return null;
        }

        if (control.Interrupted && stage.Role != StageRole.Aftermath)
        {
            return CutOff<TResult>();
        }

        return _chainEndedBy is { } ended && stage.Role is StageRole.Work or StageRole.Foundation
            ? StageResult.Skip<TResult>($"not run: {ended} did not pass")
            : null;
    }

    /// <summary>A run that was told to end did not do all of its work: where no stage said so yet, the first that is left out does.</summary>
    private StageResult<TResult> CutOff<TResult>()
        where TResult : class
    {
        var reason = $"not run: {control.InterruptedBy}";
        if (_interruptionIsReported)
        {
            return StageResult.Skip<TResult>(reason);
        }

        _interruptionIsReported = true;
        return StageResult.NotPassed<TResult>(StageOutcome.Infrastructure, reason, null, new StageProblem(reason));
    }

    /// <summary>A stage on its own finds what it needs in the state, or names the target to run first.</summary>
    private void RefuseWithoutNeeds(StageInfo stage, PipelineState state)
    {
        if (stage.Role != StageRole.Cleanup && catalog.FirstUnmetNeed(stage, state) is { } need)
        {
            throw new StageException(
                StageOutcome.Usage, $"{stage.Name} needs {need}, which {(state.Of(need) is { } slot ? $"ended as {slot.Outcome.Word()}" : "has not run")}.",
                $"Run --target={need} first.");
        }
    }

    private CancellationToken StopSignal(StageRole role) => role switch
    {
        StageRole.Cleanup => CancellationToken.None,
        StageRole.Aftermath when control.IsFull => control.Evidence,
        _ => control.Work,
    };

    /// <summary>A stage that is told to end may still hand over what it has; one that does not is abandoned.</summary>
    private async Task<StageResult<TResult>> LastWordsAsync<TResult>(Task<StageResult<TResult>> stage, CancellationToken cancellation)
        where TResult : class
    {
        using var patience = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var ending = cancellation.UnsafeRegister(static source => ((CancellationTokenSource)source!).CancelAfter(Patience), patience);
        return await stage.WaitAsync(patience.Token).ConfigureAwait(false);
    }

    private StageResult<TResult> Interrupted<TResult>(Stage<TResult> stage, BuildContext context, TResult? result)
        where TResult : class
    {
        var stopped = control.Interrupted && stage.Role != StageRole.Cleanup;
        _interruptionIsReported |= stopped;
        var reason = stopped
            ? control.InterruptedBy
            : $"took longer than its deadline of {Durations.Format(stage.Deadline(context))}";
        var activities = observers.Select(observer => observer.Activity).OfType<StageActivity>().ToList();
        reason = activities.Select(activity => activity.Doing).OfType<string>().FirstOrDefault() is { } doing ? $"{reason}; it was at: {doing}" : reason;
        return StageResult.NotPassed(StageOutcome.Infrastructure, reason, result,
            new StageProblem(reason, null, activities.Select(activity => activity.Evidence).FirstOrDefault(evidence => evidence is not null)));
    }

    private void Finish<TResult>(
        Stage<TResult> stage, BuildContext context, StageResult<TResult> result, (DateTimeOffset At, long Timestamp) started, PipelineState before)
        where TResult : class
    {
        var slot = new StageSlot<TResult>
        {
            Outcome = result.Outcome,
            Started = started.At,
            Duration = time.GetElapsedTime(started.Timestamp),
            Summary = context.Paths.WithPages(result.Summary),
            Problem = result.Problem?.With(context.Paths.WithPages),
            Result = result.Result ?? Recorded(stage, context.State),
        };
        _outcomes.Add(slot.Outcome);
        _ran.Add(stage.Name);
        if (stage.Role == StageRole.Foundation && slot.Outcome is not (StageOutcome.Pass or StageOutcome.Skipped))
        {
            _chainEndedBy ??= stage.Name;
        }

        try
        {
            Publish(context, result.IsOfAnotherRun ? before : context.State.With(stage.Name, slot));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The run goes on in memory.
            if (!_stateIsLost)
            {
                context.Log.Error(
                    "The state could not be written to {0}: {1} Free some space or fix its permissions, and run again.", context.Paths.StateFile, e.Message);
            }

            _stateIsLost = true;
            _outcomes.Add(StageOutcome.Infrastructure);
        }

        foreach (var observer in observers)
        {
            observer.End(stage.Info, slot);
        }
    }

    /// <summary>
    /// Says that the stage is under way. A full disk ends work that would be lost; it must keep neither a report nor the teardown from running.
    /// </summary>
    private void Announce<TResult>(Stage<TResult> stage, BuildContext context, DateTimeOffset started)
        where TResult : class
    {
        try
        {
            var running = new StageSlot<TResult> { Outcome = StageOutcome.Running, Started = started };
            Files.Use(() => Publish(context, context.State.Without(catalog.InvalidatedBy(stage.Info)).With(stage.Name, running)));
        }
        catch (StageException) when (stage.Role is StageRole.Independent or StageRole.Aftermath or StageRole.Cleanup)
        {
            // What becomes of the stage cannot be written either, and is said then.
        }
    }

    private static void Publish(BuildContext context, PipelineState state)
    {
        context.State = state;
        StateStore.Save(context.Paths.StateFile, state);
    }
}
