namespace Gauntlet.Build.Processes;

/// <summary>A child process that ended.</summary>
/// <param name="Line">Name and arguments, secrets masked.</param>
/// <param name="Output">Both streams, in the order in which they came, secrets masked; the last lines of a long one.</param>
public sealed record CompletedCommand(string Line, int ExitCode, TimeSpan Duration, IReadOnlyList<string> Output);

/// <summary>Remembers the child processes of the stage under way, so that an error can show what a tool said.</summary>
public sealed class CommandJournal
{
    private readonly List<CompletedCommand> _commands = [];
    private readonly List<SupervisedProcess> _running = [];

    /// <summary>The last command that did not exit with 0; null when all did.</summary>
    public CompletedCommand? LastFailed
    {
        get
        {
            lock (_commands)
            {
                return _commands.LastOrDefault(command => command.ExitCode != 0);
            }
        }
    }

    /// <summary>What a stage that must end was busy with: the command under way, with its output so far, else the last one that failed; null when there is none.</summary>
    public (string Line, IReadOnlyList<string> Output)? LastUnfinished
    {
        get
        {
            SupervisedProcess? running;
            lock (_commands)
            {
                running = _running.LastOrDefault();
            }

            // A process ends under its own lock and then takes this one: never both the other way round.
            return running is not null ? (running.Line, running.Output) : LastFailed is { } failed ? (failed.Line, failed.Output) : null;
        }
    }

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

    /// <summary>A new stage starts.</summary>
    public void Clear()
    {
        lock (_commands)
        {
            _commands.Clear();
            _running.Clear();
        }
    }
}
