using Gauntlet.Build.Cli;
using Gauntlet.Build.Clusters;

namespace Gauntlet.Build.Stages.Validate;

/// <summary>Settles which kind of cluster the run uses.</summary>
public sealed class ClusterChoice(ClusterCatalog clusters, ToolSet tools)
{
    /// <summary>
    /// The kind that was asked for; for auto, the first that works here, with the reasons that speak against those before it. Warns of options that go with
    /// another kind.
    /// </summary>
    public (ICluster Cluster, string? Note) Choose(BuildContext context, Findings findings)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(findings);
        var choice = Choose(context);
        var kind = choice.Cluster.Kind;
        foreach (var option in OptionCatalog.All.Where(option => option.ClusterKind is { } only && only != kind && context.Options.Has(option)))
        {
            findings.Warn($"--{option.Name} goes with --cluster={option.ClusterKind} and has no effect: this is the {kind} cluster.");
        }

        return choice;
    }

    private (ICluster Cluster, string? Note) Choose(BuildContext context)
    {
        if (context.Options.Of(ClusterOptions.Kind) is not ClusterKinds.Auto and var asked)
        {
            return (clusters.Of(asked), null);
        }

        var against = new List<string>();
        foreach (var cluster in clusters.All)
        {
            if (cluster.WhyNotAuto(context, pin => tools.IsHere(context, pin)) is not { } why)
            {
                return (cluster, against.Count > 0 ? string.Join("; ", against) : null);
            }

            against.Add(why);
        }

        throw new InvalidOperationException("There is no kind of cluster that auto may take.");
    }
}
