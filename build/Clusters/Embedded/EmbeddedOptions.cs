using Gauntlet.Build.Cli;
using Gauntlet.EmbeddedCluster.Client;
using Gauntlet.Workloads.Objects;

namespace Gauntlet.Build.Clusters.Embedded;

/// <summary>What the embedded cluster is told.</summary>
public sealed class EmbeddedOptions() : OptionSet("Cluster", 13)
{
    public static readonly Option<IReadOnlyList<string>> Faults =
        Option.Many("fault", "fault", "a fault to inject, e.g. slow-pull=5s", Problem).OnlyFor(EmbeddedCluster.Name) with
        {
            Choices = [.. FaultSet.Known.Split(", ").Select(fault => fault.Split('<')[0])],
        };

    private static string? Problem(string value)
    {
        try
        {
            FaultSet.Parse([value]);
            return null;
        }
        catch (FormatException)
        {
            return $"is not one of {FaultSet.Known}{NearestName.Hint(value, FaultSet.Known.Split(", "))}";
        }
    }
}
