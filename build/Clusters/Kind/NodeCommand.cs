using Cake.Core.IO;
using Gauntlet.Build.Processes;

namespace Gauntlet.Build.Clusters.Kind;

/// <summary>What a command about a node answered.</summary>
/// <param name="ExitCode">As it ended.</param>
/// <param name="Output">Its lines.</param>
/// <param name="Errors">What it complained of, in one line.</param>
internal sealed record NodeCommand(int ExitCode, IReadOnlyList<string> Output, string Errors)
{
    /// <summary>Runs a command to its end; null where it did not end in time, as in a node that is paused, and was killed.</summary>
    /// <exception cref="CakeException">It cannot be started.</exception>
    public static NodeCommand? Run(BuildContext context, TimeSpan limit, string tool, IEnumerable<string> arguments)
    {
        using var process = context.ProcessRunner.Start(
            tool, new ProcessSettings { Arguments = PinnedTool.Render(arguments), RedirectStandardOutput = true, RedirectStandardError = true });
        if (process.WaitForExit((int)limit.TotalMilliseconds))
        {
            return new NodeCommand(process.GetExitCode(), [.. process.GetStandardOutput()], string.Join(' ', process.GetStandardError()).Trim());
        }

        process.Kill();
        return null;
    }
}
