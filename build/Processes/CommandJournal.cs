namespace Gauntlet.Build.Processes;

/// <summary>A child process that ended.</summary>
/// <param name="Line">Name and arguments, secrets masked.</param>
/// <param name="Output">Both streams, in the order in which they came, secrets masked; the last lines of a long one.</param>
public sealed record CompletedCommand(string Line, int ExitCode, TimeSpan Duration, IReadOnlyList<string> Output);

/// <summary>Remembers the child processes of the stage under way, so that an error can show what a tool said.</summary>
public sealed class CommandJournal
{
    private readonly List<CompletedCommand> _commands = [];

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

    public void Add(CompletedCommand command)
    {
        lock (_commands)
        {
            _commands.Add(command);
        }
    }

    /// <summary>A new stage starts.</summary>
    public void Clear()
    {
        lock (_commands)
        {
            _commands.Clear();
        }
    }
}
