using Cake.Core.IO;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Processes;
using Gauntlet.Build.Tools;
using Gauntlet.LoadGenerator.Engines;

namespace Gauntlet.Build.Stages.LoadTest;

/// <summary>Runs the tool of a load engine as every other child process: recorded, masked, without tokens, and killed with its stage.</summary>
internal sealed class LoadTools(BuildContext context) : IToolRunner
{
    private const int LinesKept = 20;

    /// <inheritdoc/>
    /// <exception cref="StageException">Validate did not look for the tool: usage. It cannot be started: infrastructure.</exception>
    public Task<ToolExit> RunAsync(EngineTool tool, IReadOnlyList<string> arguments, CancellationToken cancellation) =>
        Task.Run(() => Run(tool, arguments), cancellation);

    private ToolExit Run(EngineTool tool, IReadOnlyList<string> arguments)
    {
        var executable = RunTools.Find(context, tool.Command)?.Path ?? throw new StageException(
            StageOutcome.Usage, $"This run was validated without {tool.Command}.",
            $"Run --target=Validate --engine={context.Options.Of(LoadTestOptions.Engine)} first.");
        var settings = new ProcessSettings { Arguments = PinnedTool.Render(arguments), RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = context.ProcessRunner.Start(new FilePath(executable), settings);
            var (output, errors) = (process.GetStandardOutput().ToList(), process.GetStandardError().ToList());
            return new ToolExit($"{tool.Command} {arguments[0]}", process.GetExitCode(), output,
                [.. output.TakeLast(LinesKept), .. errors.TakeLast(LinesKept)]);
        }
        catch (CakeException e)
        {
            throw new StageException(StageOutcome.Infrastructure, e.Message, $"Install {tool.Command} again, or choose --engine=auto.");
        }
    }
}
