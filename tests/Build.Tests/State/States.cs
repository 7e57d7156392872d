using Gauntlet.Build.State;

namespace Gauntlet.Build.Tests.State;

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
        new() { Outcome = outcome, Started = Noon, Duration = TimeSpan.FromSeconds(1), Summary = reason ?? "done", Problem = outcome == StageOutcome.Pass ? null : new StageProblem(reason ?? "it broke") };

    /// <summary>A run in which every stage passed.</summary>
    public static PipelineState Passed() => New() with
    {
        Validate = Slot<ValidationResult>(StageOutcome.Pass),
        Test = Slot<TestResult>(StageOutcome.Pass),
        CreateCluster = Slot<ClusterResult>(StageOutcome.Pass),
        Deploy = Slot<DeployResult>(StageOutcome.Pass),
        CheckHealth = Slot<HealthResult>(StageOutcome.Pass),
        LoadTest = Slot<LoadResult>(StageOutcome.Pass),
        ScanSecurity = Slot<ScanResult>(StageOutcome.Skipped, "no trivy"),
        CollectDiagnostics = Slot<DiagnosticsResult>(StageOutcome.Skipped, "nothing failed"),
        PostComment = Slot<CommentResult>(StageOutcome.Skipped, "no pull request"),
        DeleteCluster = Slot<TeardownResult>(StageOutcome.Pass),
    };
}
