using Cake.Core.Diagnostics;
using Gauntlet.Build.Ci;
using Gauntlet.Build.Cli;
using Gauntlet.Build.Pipeline;

namespace Gauntlet.Build.Terminal;

/// <summary>The lines that a run prints: one per finished stage, and progress while one takes long.</summary>
public sealed class StageLog(HostLog log, LiveLine live, TerminalStyle style, IRunControl control, CiCommands ci, TimeProvider time)
    : IStageObserver, IDisposable
{
    /// <summary>Where the text of a stage's line starts.</summary>
    private const int TextColumn = 30;
    private static readonly TimeSpan LiveInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SparseInterval = TimeSpan.FromSeconds(10);
    private readonly HashSet<string> _leftToTheEnd = [];
    private readonly Lock _gate = new();
    private ITimer? _heartbeat;
    private long _stageStarted;
    private long _lastProgress;
    private string _stage = "";
    private string? _doing;
    private string _about = "";

    /// <summary>Stages whose line is left to the end of the run, where those that were skipped stand together.</summary>
    public IReadOnlySet<string> LeftToTheEnd => _leftToTheEnd;

    /// <summary>What the stage under way said last.</summary>
    public StageActivity? Activity => new(_doing);

    /// <inheritdoc/>
    public void Begin(StageInfo stage, CancellationToken end)
    {
        ArgumentNullException.ThrowIfNull(stage);
        (_stage, _stageStarted, _lastProgress, _doing) = (stage.Name, time.GetTimestamp(), time.GetTimestamp(), null);
        // Until the stage says what it waits for.
        _about = stage.Description.Length > 0 ? char.ToLowerInvariant(stage.Description[0]) + stage.Description[1..] : "";
        log.Verbose("{0} ...", stage.Name);
        // Who waits for a tool says so once, and then has nothing new to say.
        lock (_gate)
        {
            _heartbeat = time.CreateTimer(_ => Show(), null, LiveInterval, LiveInterval);
        }
    }

    /// <summary>Says what is being waited for: at once and every second on a terminal, every ten seconds elsewhere.</summary>
    public void Progress(string text)
    {
        _doing = text;
        Show();
    }

    public void Dispose() => Still();

    /// <inheritdoc/>
    public void End(StageInfo stage, IStageSlot slot)
    {
        ArgumentNullException.ThrowIfNull(stage);
        ArgumentNullException.ThrowIfNull(slot);
        Still();
        live.Clear();
        if (slot.Outcome == StageOutcome.Skipped && stage.Role != StageRole.Cleanup && control.IsFull && !style.Json)
        {
            _leftToTheEnd.Add(stage.Name);
            return;
        }

        var (verbosity, level) = slot.Outcome switch
        {
            StageOutcome.Pass or StageOutcome.Skipped => (Verbosity.Normal, LogLevel.Information),
            StageOutcome.Inconclusive => (Verbosity.Quiet, LogLevel.Warning),
            _ => (Verbosity.Quiet, LogLevel.Error),
        };
        var took = slot.Duration is { } duration && slot.Outcome != StageOutcome.Skipped ? Durations.Format(duration) : "-";
        log.Write(
            verbosity,
            level,
            [(LineFormatter.Outcome, slot.Outcome), (LineFormatter.Indent, TextColumn), ("Milliseconds", slot.Duration?.TotalMilliseconds)],
            "{Mark:l} {Stage,-18:l} {Took,7:l}  {Text:l}",
            Mark(slot.Outcome),
            stage.Name,
            took,
            Text(slot));
        if (slot.Outcome is not (StageOutcome.Pass or StageOutcome.Skipped) && slot.Problem is { } problem)
        {
            if (problem.Remedy is { } remedy)
            {
                Write(Verbosity.Normal, LogLevel.Information, "{Text:l}", new string(' ', TextColumn) + remedy);
            }

            PrintForeign(problem.Evidence?.Where(line => line != problem.Reason).TakeLast(15) ?? []);
        }
    }

    /// <summary>Prints logs of pods and output of tools: no line of them may act as a command of the log viewer.</summary>
    public void PrintForeign(IEnumerable<string> lines, Verbosity verbosity = Verbosity.Normal)
    {
        var text = lines.ToList();
        if (text.Count == 0)
        {
            return;
        }

        using var quote = ci.Quote();
        foreach (var line in text)
        {
            Write(verbosity, LogLevel.Information, "{Text:l}", $"{new string(' ', TextColumn)}| {line}");
        }
    }

    private void Show()
    {
        lock (_gate)
        {
            var elapsed = time.GetElapsedTime(_stageStarted);
            if (_heartbeat is null || elapsed < LiveInterval)
            {
                return;
            }

            var text = _doing ?? _about;

            if (live.Enabled)
            {
                live.Show($"  {_stage,-18} {Durations.Format(elapsed),7}  {text}");
            }
            else if (time.GetElapsedTime(_lastProgress) >= SparseInterval)
            {
                _lastProgress = time.GetTimestamp();
                Write(Verbosity.Normal, LogLevel.Information, "  {Stage,-18:l} {Took,7:l}  {Text:l}", _stage, Durations.Format(elapsed), text);
            }
        }
    }

    /// <summary>Ends the heartbeat; what is shown after it is the line of the stage.</summary>
    private void Still()
    {
        lock (_gate)
        {
            _heartbeat?.Dispose();
            _heartbeat = null;
        }
    }

    private static string Text(IStageSlot slot) => slot.Outcome switch
    {
        StageOutcome.Pass => slot.Summary ?? "",
        StageOutcome.Skipped => "skipped: " + slot.Summary,
        _ => $"{slot.Outcome.Word()}: {slot.Summary ?? slot.Problem?.Reason}",
    };

    private static string Mark(StageOutcome outcome) => outcome switch
    {
        StageOutcome.Pass => "✓",
        StageOutcome.Skipped => "-",
        StageOutcome.Inconclusive => "?",
        _ => "✗",
    };

    private void Write(Verbosity verbosity, LogLevel level, string template, params object?[] values) =>
        log.Write(verbosity, level, [(LineFormatter.Indent, TextColumn)], template, values);
}
