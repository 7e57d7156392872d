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
    /// <exception cref="StageException">Its file is not the one that Validate found: infrastructure. It is not run.</exception>
    public static ToolRecord? Find(BuildContext context, string name)
    {
        var tool = context.State.Result<IRunTools>()?.Tools.FirstOrDefault(tool => tool.Name == name);
        return tool?.Sha256 is not { } found || ToolFile.Hash(tool.Path) is not { } now || now == found ? tool
            : throw new StageException(
                StageOutcome.Infrastructure, $"{tool.Path} is not the {name} that Validate found: its SHA-256 was {found}, and is {now}.",
                "Find out what has changed it since, then run --target=Validate again. Tests of a change can write wherever you can.");
    }
}
