using Cake.Core.IO;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Processes;
using Gauntlet.Workloads.Sources;

namespace Gauntlet.Build.Stages.Validate;

/// <summary>Runs what renders manifests, as every other child process: recorded, masked, without tokens, and killed with its stage.</summary>
/// <param name="context">Of the run.</param>
/// <param name="pathOf">The path of a tool that Validate looks for meanwhile; null where it does not find it.</param>
internal sealed class ManifestTools(BuildContext context, Func<string, Task<string?>> pathOf)
{
    /// <summary>Runs a tool that Validate resolved.</summary>
    /// <exception cref="StageException">It cannot be started: infrastructure.</exception>
    /// <exception cref="MissingToolException">Validate has not found it, and says so itself.</exception>
    public async Task<ToolAnswer> RunAsync(string tool, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var path = await pathOf(tool).ConfigureAwait(false) ?? throw new MissingToolException();
        return await Task.Run(() => Run(tool, path, arguments), cancellation).ConfigureAwait(false);
    }

    private ToolAnswer Run(string tool, string path, IReadOnlyList<string> arguments)
    {
        var settings = new ProcessSettings { Arguments = PinnedTool.Render(arguments), RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = context.ProcessRunner.Start(new FilePath(path), settings);
            var errors = process.GetStandardError().ToList();
            return new ToolAnswer(process.GetExitCode(), errors);
        }
        catch (CakeException e)
        {
            throw new StageException(StageOutcome.Infrastructure, e.Message, $"Install {tool} again.", inner: e);
        }
    }
}

/// <summary>A tool was not found.</summary>
internal sealed class MissingToolException : Exception;
