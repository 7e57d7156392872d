namespace Gauntlet.LoadGenerator.Engines;

/// <summary>Starts the programs of engines. The host gives its own: with its deadline, its record of children, and an environment without tokens.</summary>
public interface IToolRunner
{
    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="OperationCanceledException">It was killed because it had to end.</exception>
    Task<ToolExit> RunAsync(EngineTool tool, IReadOnlyList<string> arguments, CancellationToken cancellation);
}

/// <summary>How a program ended.</summary>
/// <param name="Line">Its name and arguments, for people.</param>
/// <param name="ExitCode">0 when all went well.</param>
/// <param name="StandardOutput">All lines.</param>
/// <param name="Said">The last lines of both streams.</param>
public sealed record ToolExit(string Line, int ExitCode, IReadOnlyList<string> StandardOutput, IReadOnlyList<string> Said);
