using Gauntlet.Build.Cli;

namespace Gauntlet.Build.Stages.Validate;

/// <summary>The options of Validate.</summary>
public sealed class ValidateOptions() : OptionSet("Pipeline", 24)
{
    public static readonly Option<TimeSpan> DownloadTimeout = Option.Time(
        "download-timeout", "60s", "deadline of Validate's downloads, all tools together", "1s", "1h");
}
