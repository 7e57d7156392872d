using Gauntlet.Build.Cli;

namespace Gauntlet.Build.Stages.CollectDiagnostics;

/// <summary>The options of CollectDiagnostics.</summary>
public sealed class CollectDiagnosticsOptions() : OptionSet("Pipeline", 23)
{
    public static readonly Option<TimeSpan> Timeout = Option.Time("diagnostics-timeout", "60s", "deadline of CollectDiagnostics", "1s", "24h");
}
