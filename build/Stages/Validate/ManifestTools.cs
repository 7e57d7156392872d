using Cake.Core.IO;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Processes;
using Gauntlet.Build.Tools;
using Gauntlet.Workloads.Sources;

namespace Gauntlet.Build.Stages.Validate;

/// <summary>Runs what renders manifests, as every other child process: recorded, masked, without tokens, and killed with its stage.</summary>
/// <param name="context">Of the run.</param>
/// <param name="tools">What Validate resolves meanwhile.</param>
internal sealed class ManifestTools(BuildContext context, Task<IReadOnlyList<ToolRecord>> tools)
{
    /// <summary>Runs a tool that Validate resolved.</summary>
    /// <exception cref="StageException">It cannot be started: infrastructure.</exception>
    /// <exception cref="MissingToolException">Validate has not found it, and says so itself.</exception>
    public async Task<ToolAnswer> RunAsync(string tool, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var record = (await tools.ConfigureAwait(false)).FirstOrDefault(entry => entry.Name == tool) ?? throw new MissingToolException();
        return await Task.Run(() => Run(record, arguments), cancellation).ConfigureAwait(false);
    }

    private ToolAnswer Run(ToolRecord tool, IReadOnlyList<string> arguments)
    {
        var settings = new ProcessSettings { Arguments = PinnedTool.Render(arguments), RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = context.ProcessRunner.Start(new FilePath(tool.Path), settings);
            var errors = process.GetStandardError().ToList();
            return new ToolAnswer(process.GetExitCode(), errors);
        }
        catch (CakeException e)
        {
            throw new StageException(StageOutcome.Infrastructure, e.Message, $"Install {tool.Name} again.", inner: e);
        }
    }
}

/// <summary>A tool was not found.</summary>
internal sealed class MissingToolException : Exception;
