using Gauntlet.Build.Cli;
using Gauntlet.Build.Clusters;
using Gauntlet.Build.Tools;

namespace Gauntlet.Build.Stages.Validate;

/// <summary>Settles which kind of cluster the run uses.</summary>
public sealed class ClusterChoice(ClusterCatalog clusters, ToolSet tools)
{
    /// <summary>The kind that was asked for; for auto, kind where it would work without a download, else embedded, with the reason. Warns of options that go with another kind.</summary>
    public (string Kind, string? Note) Choose(BuildContext context, Findings findings)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(findings);
        var choice = Choose(context);
        foreach (var option in OptionCatalog.All.Where(option => option.ClusterKind is { } only && only != choice.Kind && context.Options.Has(option)))
        {
            findings.Warn($"--{option.Name} goes with --cluster={option.ClusterKind} and has no effect: this is the {choice.Kind} cluster.");
        }

        return choice;
    }

    public Task<IReadOnlyList<string>> FindObstaclesAsync(BuildContext context, string kind, CancellationToken cancellation) =>
        clusters.Of(kind).FindObstaclesAsync(context, cancellation);

    private (string Kind, string? Note) Choose(BuildContext context)
    {
        var asked = context.Options.Of(ClusterOptions.Kind);
        if (asked != "auto")
        {
            return (asked, null);
        }

        if (DockerEngine.Version(context) is null)
        {
            return ("embedded", "no Docker engine answers");
        }

        return tools.IsHere(context, ToolPins.Kind) ? ("kind", null) : ("embedded", "kind is neither on PATH nor cached");
    }
}
