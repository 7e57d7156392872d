using Gauntlet.Build.Cli;

namespace Gauntlet.Build.Pipeline;

/// <summary>The options that hold for every stage.</summary>
public sealed class RunOptions() : OptionSet("Pipeline", 20)
{
    /// <summary>Stages left out on purpose.</summary>
    public static readonly Option<IReadOnlyList<string>> Skip =
        Option.Many("skip", "stage", "leave a stage out on purpose", Validation.OneOf(StageCatalog.Host.Names)) with { Choices = StageCatalog.Host.Names };

    /// <summary>Stages whose skip makes the verdict inconclusive.</summary>
    public static readonly Option<IReadOnlyList<string>> Require =
        Option.Many("require", "stage", "a skip of this stage makes the verdict inconclusive", Validation.OneOf(StageCatalog.Host.Names)) with
        {
            Choices = StageCatalog.Host.Names,
        };

    public static readonly Option<TimeSpan> RunTimeout = Option.Time(
        "run-timeout", "30m", "deadline of the whole run; evidence and teardown come after it", "1s", "24h");

    public static readonly Option<TimeSpan> StageTimeout = Option.Time("stage-timeout", "10m", "deadline of a stage that has none of its own", "1s", "24h");

    /// <summary>The folder of everything that a run writes.</summary>
    public static readonly Option<string?> Artifacts = Option.Path(
        "artifacts", "folder", "everything that a run writes goes here, and one run at a time works in it; default artifacts/ of the project");

    /// <summary>The folder that stages read a run from in place of <see cref="Artifacts"/>.</summary>
    public static readonly Option<string?> From = Option.Path("from", "folder", "PostComment, Verdict: read state.json and metrics.json from this folder");

    public static readonly Option<string> LogFormat = Option.Choice("log-format", "text", ["text", "json"], "log for people, or one JSON object a line");

    public static readonly Option<string> Output = Option.Choice(
        "output", "text", ["text", "json"], "what standard output gets: the log, or one JSON document at the end, with the log on standard error");

    /// <inheritdoc/>
    public override IEnumerable<string> Problems(OptionValues options)
    {
        ArgumentNullException.ThrowIfNull(options);
        foreach (var stage in options.Of(Skip).Intersect(options.Of(Require), StringComparer.OrdinalIgnoreCase))
        {
            yield return $"{stage} cannot be both in --skip and in --require.";
        }

        // Another stage would run tools by the paths that a foreign folder names.
        string[] readers = [.. StageCatalog.Host.Stages.Where(stage => stage.Attribute.ReadsForeignArtifacts).Select(stage => stage.Name), RunTargets.Verdict];
        if (options.Of(From) is not null && options.Targets.Except(readers).FirstOrDefault() is { } other)
        {
            yield return $"--from goes with {string.Join(" and ", readers.Select(reader => $"--target={reader}"))} only, not with {other}.";
        }
    }

    /// <summary>Whether every log line is a JSON object.</summary>
    public static bool IsJsonLog(OptionValues options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Of(LogFormat) == "json";
    }

    /// <summary>Why a stage was skipped that is left out by <c>--skip</c>.</summary>
    public static string LeftOut(string stage) => $"left out by --skip={stage}";

    /// <summary>Whether a stage is left out by <c>--skip</c>.</summary>
    public static bool Skips(OptionValues options, string stage)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Of(Skip).Contains(stage, StringComparer.OrdinalIgnoreCase);
    }
}
