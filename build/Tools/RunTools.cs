using Gauntlet.Build.Pipeline;

namespace Gauntlet.Build.Tools;

/// <summary>A result that says which tools the run uses.</summary>
public interface IRunTools
{
    IReadOnlyList<ToolRecord> Tools { get; }
}

/// <summary>The tools that Validate resolved for this run.</summary>
internal static class RunTools
{
    /// <summary>The path of a tool.</summary>
    /// <exception cref="StageException">Validate did not resolve it: usage.</exception>
    public static string Executable(BuildContext context, string name) =>
        Find(context, name)?.Path
        ?? throw new StageException(StageOutcome.Usage, $"This run has no {name}.", "Run --target=Validate first; it finds or downloads the tools.");

    /// <summary>The tool, or null where Validate found none.</summary>
    public static ToolRecord? Find(BuildContext context, string name) =>
        context.State.Result<IRunTools>()?.Tools.FirstOrDefault(tool => tool.Name == name);
}
