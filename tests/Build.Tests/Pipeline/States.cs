using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Stages.CollectDiagnostics;
using Gauntlet.Build.Stages.PostComment;
using Gauntlet.Build.Stages.ScanSecurity;

namespace Gauntlet.Build.Tests.Pipeline;

/// <summary>Makes states for tests.</summary>
internal static class States
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public static PipelineState New() => new()
    {
        Run = new RunRecord { Id = "20261122T120000Z-abcdef", Started = Noon, Command = "./build.sh --target=Full", Machine = "a machine", StandIns = [] },
    };

    public static StageSlot<T> Slot<T>(StageOutcome outcome, string? reason = null)
        where T : class =>
        new()
        {
            Outcome = outcome,
            Started = Noon,
            Duration = TimeSpan.FromSeconds(1),
            Summary = reason ?? "done",
            Problem = outcome == StageOutcome.Pass ? null : new StageProblem(reason ?? "it broke"),
        };

    /// <summary>A run in which every stage passed, but for those that have nothing to do on a laptop.</summary>
    public static PipelineState Passed() =>
        StageCatalog.Host.Stages.Aggregate(New(), (state, stage) => state.With(stage.Name, Slot(stage.Result, StageOutcome.Pass)))
        .With(Slot<ScanResult>(StageOutcome.Skipped, "no trivy"))
        .With(Slot<DiagnosticsResult>(StageOutcome.Skipped, "nothing failed"))
        .With(Slot<CommentResult>(StageOutcome.Skipped, "no pull request"));

    /// <summary>With the slot in the place of the stage that has this result.</summary>
    public static PipelineState With<T>(this PipelineState state, StageSlot<T> slot)
        where T : class => state.With(StageCatalog.Host.Stages.Single(stage => stage.Result == typeof(T)).Name, slot);

    private static IStageSlot Slot(Type result, StageOutcome outcome) =>
        (IStageSlot)typeof(States).GetMethod(nameof(Slot), 1, [typeof(StageOutcome), typeof(string)])!.MakeGenericMethod(result).Invoke(null, [outcome, null])!;
}
