using Cake.Core.Diagnostics;
using Gauntlet.Build.Options;
using Gauntlet.Build.Reporting;
using Gauntlet.Build.State;
using Gauntlet.PullRequests.Workflow;

namespace Gauntlet.Build.Lifetime;

/// <summary>The lines that a run prints: one per finished stage, and progress while one takes long.</summary>
public sealed class StageLog(ICakeLog log, LiveLine live, TimeProvider time)
{
    private static readonly TimeSpan SparseInterval = TimeSpan.FromSeconds(10);
    private long _stageStarted;
    private long _lastProgress;
    private string _stage = "";

    /// <summary>What the stage under way said last; null when it said nothing yet.</summary>
    public string? Doing { get; private set; }

    public void Begin(string stage)
    {
        (_stage, _stageStarted, _lastProgress, Doing) = (stage, time.GetTimestamp(), time.GetTimestamp(), null);
        log.Verbose("{0} ...", stage);
    }

    /// <summary>Says what is being waited for: at once on a terminal, every ten seconds elsewhere.</summary>
    public void Progress(string text)
    {
        Doing = text;
        var elapsed = time.GetElapsedTime(_stageStarted);
        if (elapsed < TimeSpan.FromSeconds(1))
        {
            return;
        }

        if (live.Enabled)
        {
            live.Show($"  {_stage,-18} {Durations.Format(elapsed),7}  {text}");
        }
        else if (time.GetElapsedTime(_lastProgress) >= SparseInterval)
        {
            _lastProgress = time.GetTimestamp();
            log.Information("  {0} {1}  {2}", _stage, Durations.Format(elapsed), text);
        }
    }

    public void End(string stage, IStageSlot slot)
    {
        ArgumentNullException.ThrowIfNull(slot);
        live.Clear();
        var line = $"{Mark(slot.Outcome)} {stage,-18} {(slot.Duration is { } duration && slot.Outcome != StageOutcome.Skipped ? Durations.Format(duration) : "-"),7}  {Text(slot)}";
        switch (slot.Outcome)
        {
            case StageOutcome.Pass:
                log.Information("{0}", line);
                break;
            case StageOutcome.Skipped or StageOutcome.Inconclusive:
                log.Warning("{0}", line);
                break;
            default:
                log.Error("{0}", line);
                break;
        }

        if (slot.Outcome is not (StageOutcome.Pass or StageOutcome.Skipped) && slot.Problem is { } problem)
        {
            if (problem.Remedy is { } remedy)
            {
                log.Information("  {0,-26}   {1}", "", remedy);
            }

            PrintForeign(problem.Evidence?.TakeLast(15) ?? []);
        }
    }

    /// <summary>Logs of pods and tools: no line of them may act as a command of the log viewer.</summary>
    private void PrintForeign(IEnumerable<string> lines)
    {
        using var foreign = GitHubSurface.IsHere ? WorkflowCommands.Foreign(Console.Out) : null;
        foreach (var line in lines)
        {
            log.Information("  {0,-26} | {1}", "", line);
        }
    }

    private static string Text(IStageSlot slot) => slot.Outcome switch
    {
        StageOutcome.Pass => slot.Summary ?? "",
        StageOutcome.Skipped => "skipped: " + slot.Summary,
        _ => $"{slot.Outcome.Word()}: {slot.Problem?.Reason ?? slot.Summary}",
    };

    private static char Mark(StageOutcome outcome) => outcome switch
    {
        StageOutcome.Pass => '✓',
        StageOutcome.Skipped => '-',
        StageOutcome.Inconclusive => '?',
        _ => '✗',
    };
}
