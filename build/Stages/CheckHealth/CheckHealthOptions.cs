using Gauntlet.Build.Cli;

namespace Gauntlet.Build.Stages.CheckHealth;

/// <summary>The options of CheckHealth.</summary>
public sealed class CheckHealthOptions() : OptionSet("Pipeline", 22)
{
    public static readonly Option<TimeSpan> Timeout = Option.Time("health-timeout", "180s", "deadline of CheckHealth", "1s", "24h");
}
