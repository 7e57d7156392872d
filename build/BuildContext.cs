using Gauntlet.Build.Cli;
using Gauntlet.Build.Pipeline;

namespace Gauntlet.Build;

/// <summary>What every stage gets: what was asked for, where things are, and what has happened so far.</summary>
public sealed class BuildContext(ICakeContext context, OptionValues options, BuildPaths paths) : FrostingContext(context)
{
    public OptionValues Options { get; } = options;

    public BuildPaths Paths { get; } = paths;

    /// <summary>Replaced by the stage that owns the slot; written to state.json by the stage runner.</summary>
    public PipelineState State { get; set; } = null!;
}
