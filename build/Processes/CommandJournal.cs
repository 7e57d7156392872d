using Gauntlet.Build.Pipeline;

namespace Gauntlet.Build.Processes;

/// <summary>A child process that ended.</summary>
/// <param name="Line">Name and arguments, secrets masked.</param>
/// <param name="Output">Both streams, in the order in which they came, secrets masked; the last lines of a long one.</param>
public sealed record CompletedCommand(string Line, int ExitCode, TimeSpan Duration, IReadOnlyList<string> Output)
{
    private const int EvidenceLines = 20;

    /// <summary>The end of a stage that cannot go on without it.</summary>
    public StageException AsFailure(string? remedy = null) =>
        new(StageOutcome.Infrastructure, $"{Line} exited with {ExitCode}: {Telling()}", remedy, [.. Output.TakeLast(EvidenceLines)]);

    /// <summary>The line that names the error where a tool prints one, else its last.</summary>
    private string Telling()
    {
        var lines = Output.Where(line => !string.IsNullOrWhiteSpace(line)).ToList();
        return lines.LastOrDefault(line => line.Contains("error", StringComparison.OrdinalIgnoreCase)) ?? lines.LastOrDefault() ?? "no output";
    }
}

/// <summary>Remembers the child processes of the stage under way, so that an error can show what a tool said.</summary>
public sealed class CommandJournal : IStageObserver
{
    private const int LinesKept = 10;
    private readonly List<CompletedCommand> _commands = [];
    private readonly List<SupervisedProcess> _running = [];

    /// <summary>How many commands have ended in this stage.</summary>
    public int Count
    {
        get
        {
            lock (_commands)
            {
                return _commands.Count;
            }
        }
    }

    /// <summary>The command under way, with its output so far, else the last one that failed; null when there is none.</summary>
    public StageActivity? Activity
    {
        get
        {
            SupervisedProcess? running;
            lock (_commands)
            {
                running = _running.LastOrDefault();
            }

            // A process ends under its own lock and then takes this one: never both the other way round.
            return running is not null ? Busy(running.Line, running.Output) : FailedSince(0) is { } failed ? Busy(failed.Line, failed.Output) : null;
        }
    }

    private static StageActivity Busy(string line, IReadOnlyList<string> output) => new(null, [line, .. output.TakeLast(LinesKept)]);

    /// <summary>The last command that did not exit with 0, of those that ended after the first so many; null when all did.</summary>
    public CompletedCommand? FailedSince(int count)
    {
        lock (_commands)
        {
            return _commands.Skip(count).LastOrDefault(command => command.ExitCode != 0);
        }
    }

    /// <summary>The boundary to commands: runs something that starts some.</summary>
    /// <param name="commands">What starts them.</param>
    /// <param name="explain">Knows more of a failure of this command than that it failed.</param>
    /// <exception cref="StageException">One of them exited with another code than 0, or could not be started: infrastructure.</exception>
    public T Run<T>(Func<T> commands, Func<CompletedCommand, StageException?>? explain = null)
    {
        var before = Count;
        try
        {
            return commands();
        }
        catch (CakeException e)
        {
            throw FailedSince(before) is { } failed
                ? explain?.Invoke(failed) ?? failed.AsFailure()
                : new StageException(StageOutcome.Infrastructure, e.Message.ReplaceLineEndings(" ").Trim(), inner: e);
        }
    }

    /// <inheritdoc cref="Run{T}"/>
    public void Run(Action commands, Func<CompletedCommand, StageException?>? explain = null) => Run<object?>(
        () =>
        {
            commands();
            return null;
        },
        explain);

    internal void Begin(SupervisedProcess process)
    {
        lock (_commands)
        {
            _running.Add(process);
        }
    }

    internal void End(SupervisedProcess process, CompletedCommand command)
    {
        lock (_commands)
        {
            _running.Remove(process);
            _commands.Add(command);
        }
    }

    /// <inheritdoc/>
    public void Begin(StageInfo stage, CancellationToken end)
    {
        lock (_commands)
        {
            _commands.Clear();
            _running.Clear();
        }
    }
}
