namespace Gauntlet.LoadGenerator;

/// <summary>The tool of an engine failed, or what it wrote cannot be read: nothing is known of the load. The message says which, and what it said.</summary>
public sealed class LoadEngineException(string message, IReadOnlyList<string>? said = null, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The tool's last lines.</summary>
    public IReadOnlyList<string> Said { get; } = said ?? [];
}
