using Gauntlet.Build.Cli;

namespace Gauntlet.Build.Stages.CreateCluster;

/// <summary>The options of CreateCluster.</summary>
public sealed class CreateClusterOptions() : OptionSet("Pipeline", 21)
{
    public static readonly Option<TimeSpan> Timeout = Option.Time("cluster-timeout", "180s", "deadline of CreateCluster", "1s", "24h");
}
