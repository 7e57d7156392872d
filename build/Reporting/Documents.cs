using System.Globalization;
using Gauntlet.Build.Cli;
using Gauntlet.Build.Pipeline;
using Gauntlet.Metrics.Model;
using Gauntlet.Reports;

namespace Gauntlet.Build.Reporting;

/// <summary>Makes the report of a run: what every run has, and between it what the stages add.</summary>
public static class Documents
{
    private const int EvidenceLines = 30;
    private const int MostUnfolded = 10;

    private static readonly IReadOnlyList<IReportSection> Sections =
    [
        .. typeof(Documents).Assembly.GetExportedTypes().Where(type => type.IsAssignableTo(typeof(IReportSection)) && !type.IsAbstract)
            .Select(type => (IReportSection)Activator.CreateInstance(type)!)
            .OrderBy(section => StageCatalog.Host.Stages.ToList().FindIndex(stage => stage.Result == section.Result)),
    ];

    /// <summary>The report.</summary>
    /// <exception cref="StageException">What a stage left for its part cannot be read.</exception>
    public static Document Create(ReportRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (state, verdict) = (request.Context.State, request.Verdict);
        ReportPart[] parts = [.. Sections.Select(section => section.Of(request)).OfType<ReportPart>()];
        var seed = parts.Select(part => part.Seed).FirstOrDefault(seed => seed is not null);
        var header = parts.Select(part => part.Header).FirstOrDefault(header => header is not null) ?? Headers.Create(state, request.Context.Options, seed);
        var ours = FormattableString.Invariant($"./build.sh --target=Full{(seed is null ? "" : $" --seed={seed}")}");
        var isForeign = request.Context.Options.Of(RunOptions.From) is not null;
        header = header with { Command = request.IsOfFork ? ours : isForeign ? RepeatCommand.Checked(header.Command) : header.Command };
        return new Document
        {
            Run = header.RunId,
            Scope = request.Scope,
            Address = request.Address,
            Files = request.Files,
            Outcome = verdict.Outcome.Check(),
            Verdict = StageWords.Verdict(verdict.Outcome),
            Meaning = StageWords.Meaning(verdict.Outcome) + (request.IsOfFork ? " The verdict and the figures come from the fork's own run." : ""),
            Reasons = verdict.Reasons,
            Headline = parts.Select(part => part.Headline).FirstOrDefault(headline => headline is not null),
            Since = Since(request, parts.Select(part => part.Changes).FirstOrDefault(changes => changes is not null)),
            Origin = [.. new[] { header.Ref, header.Commit is { } commit ? Short(commit) : null }.OfType<string>(), $"{header.Cluster} cluster",
                $"{header.Started:u}"],
            Notes = [.. Notes(request, header), .. parts.SelectMany(part => part.Notes)],
            Sections =
            [
                .. parts.SelectMany(part => part.Sections).Concat([Course(state), .. Background(request, header, parts)])
                .OrderBy(section => section.Importance),
            ],
            Checks = [.. state.Slots.Select(entry => Check(entry.Stage, entry.Slot)), .. parts.SelectMany(part => part.Checks)],
            Series = [Verdicts(verdict.Outcome), .. parts.SelectMany(part => part.Series)],
        };
    }

    /// <summary>As much of a commit's name as tells it from others.</summary>
    internal static string Short(string commit) => commit[..Math.Min(12, commit.Length)];

    private static IEnumerable<string> Notes(ReportRequest request, RunHeader header) =>
    [
        .. header.ClusterNotice is { } notice ? [notice] : Array.Empty<string>(),
        .. header.StandIns.Count > 0 ? [$"Stand-ins in use for: {string.Join(", ", header.StandIns)}."] : Array.Empty<string>(),
    ];

    private static string? Since(ReportRequest request, IReadOnlyList<string>? changes)
    {
        if (request.Before is not { } before)
        {
            return null;
        }

        var verdict = request.Verdict.Outcome.Word();
        string[] changed = [.. before.Verdict == verdict ? Array.Empty<string>() : [$"{before.Verdict} → {verdict}"], .. changes ?? []];
        var same = changes is null ? $"{verdict} as then" : $"{verdict} as then, and its figures lie within the intervals of this run's";
        return changed.Length > 0
            ? $"Since the run before ({before.Name}): {string.Join(", ", changed)}."
            : $"Nothing changed since the run before ({before.Name}): {same}.";
    }

    private static Section Course(PipelineState state)
    {
        var stages = state.Slots.Select(entry => (entry.Stage, entry.Slot, Words: StageWords.Of(entry.Slot))).ToList();
        return new Section("Stages", Importance.Course, new Table("stages", ["stage", "status", new Column("time", IsFigure: true), "what it did"],
        [
            .. stages.Select(stage => (IReadOnlyList<Cell>)
            [
                stage.Stage, stage.Words.Status, Took(stage.Slot) is { } time ? Figures.Seconds(time.TotalSeconds) : "–",
                stage.Words.Reason ?? (stage.Slot is { Outcome: StageOutcome.Pass } passed ? passed.Summary : null) ?? "",
            ]),
        ]))
        {
            Fold = Fold.InComments,
            Hint = string.Join(", ", stages.GroupBy(stage => stage.Words.Status).Select(group => $"{group.Count()} {group.Key}")),
        };
    }

    private static IEnumerable<Section> Background(ReportRequest request, RunHeader header, ReportPart[] parts)
    {
        var context = request.Context;
        var failed = context.State.Slots.Where(entry => IsFailed(entry.Slot));
        string[] evidence =
        [
            .. failed.SelectMany(entry => entry.Slot!.Problem?.Evidence ?? [])
                .Where(line => !request.Verdict.Reasons.Any(reason => reason.Contains(line, StringComparison.Ordinal))).Distinct().Take(EvidenceLines),
        ];
        if (evidence.Length > 0)
        {
            yield return new Section("Evidence", Importance.Cause, new Lines(evidence))
            {
                Fold = evidence.Length > MostUnfolded ? Fold.Always : Fold.Never,
                Hint = $"{evidence.Length} lines",
            };
        }

        (string, string)[] kept = context.Options.Of(RunOptions.From) is null ? [.. Kept(context.Paths)] : [];
        Block[] files = kept.Length > 0 ? [new FileLinks(kept)] : [];
        yield return new Section("Repeat it", Importance.Background, [new Lines([header.Command], "sh"), .. files]) { Fold = Fold.InComments };
        yield return new Section("Machine, versions and options", Importance.Background, Table.Of("facts",
        [
            ("run", header.RunId), ("commit", header.Commit ?? "not known"), ("started", header.Started.ToString("u", CultureInfo.InvariantCulture)),
            ("cluster", header.Cluster), .. header.Machine.Concat(header.Versions).Select(pair => (pair.Key, pair.Value)),
            .. header.Options.Select(pair => ("--" + pair.Key, pair.Value)), .. parts.SelectMany(part => part.Facts),
        ]))
        { Fold = Fold.Always };
    }

    /// <summary>What did not pass and is not the change's fault says neither.</summary>
    private static Check Check(string stage, IStageSlot? slot)
    {
        var (status, reason) = StageWords.Of(slot);
        var outcome = slot?.Outcome.Check() ?? (IsFailed(slot) ? CheckOutcome.Inconclusive : (CheckOutcome?)null);
        return new Check("stages", stage, outcome, reason ?? status, Took(slot));
    }

    /// <summary>Whether a stage ran to an end that is not good.</summary>
    internal static bool IsFailed(IStageSlot? slot) => slot is { Outcome: not (StageOutcome.Pass or StageOutcome.Skipped or StageOutcome.Running) };

    private static TimeSpan? Took(IStageSlot? slot) => slot is { Outcome: not (StageOutcome.Skipped or StageOutcome.Running) } ? slot.Duration : null;

    private static Series Verdicts(StageOutcome verdict) => new("gauntlet_verdict", "1 for the verdict of the run, 0 for the others.",
        Enum.GetValues<StageOutcome>().Where(outcome => outcome is not (StageOutcome.Skipped or StageOutcome.Running))
            .Select(outcome => new Sample(outcome == verdict ? 1 : 0, ("verdict", outcome.Word()))));

    private static IEnumerable<(string Name, string Path)> Kept(BuildPaths paths) =>
        new[] { paths.StateFile, paths.MetricsFile, paths.FailuresFile, paths.Sarif, paths.Diagnostics, paths.TestResults }
            .Where(path => Directory.Exists(path) || new FileInfo(path) is { Exists: true, Length: > 0 })
            .Select(path => (paths.Named(path), Path.GetRelativePath(paths.Artifacts, path).Replace('\\', '/')));
}
