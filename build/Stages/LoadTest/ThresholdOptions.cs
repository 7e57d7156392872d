using Gauntlet.Build.Cli;

namespace Gauntlet.Build.Stages.LoadTest;

/// <summary>What the figures of a load are held against.</summary>
public sealed class ThresholdOptions() : OptionSet("Verdict", 40)
{
    /// <summary>Expressions; empty where there are none.</summary>
    public static readonly Option<IReadOnlyList<string>> Thresholds = Option.Many(
        "threshold", "expression", "e.g. 'p(95) < 250ms'; in place of the defaults", Validation.Any);

    public static readonly Option<string?> File = Option.Path("thresholds-file", "file", "thresholds, one a line; # starts a comment");

    /// <inheritdoc/>
    public override IEnumerable<string> Problems(OptionValues options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Has(Thresholds) && options.Has(File) ? ["Give thresholds by --threshold or by --thresholds-file, not by both."] : [];
    }
}
