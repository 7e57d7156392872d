using Gauntlet.Build.Clusters;
using Gauntlet.Build.Tools;

namespace Gauntlet.Build.Validation;

/// <summary>Settles which kind of cluster the run uses.</summary>
public sealed class ClusterChoice(ClusterCatalog clusters, ToolSet tools)
{
    /// <summary>The kind that was asked for; for auto, kind where it would work without a download, else embedded, with the reason.</summary>
    public (string Kind, string? Note) Choose(BuildContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var asked = context.Options.Cluster.Kind;
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

    public Task<IReadOnlyList<string>> FindObstaclesAsync(BuildContext context, string kind, CancellationToken cancellation) =>
        clusters.Of(kind).FindObstaclesAsync(context, cancellation);
}
