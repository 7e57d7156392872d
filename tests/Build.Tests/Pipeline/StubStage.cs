using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Stages.Test;

namespace Gauntlet.Build.Tests.Pipeline;

/// <summary>A stage that does what a test says, and shows its slot.</summary>
internal sealed class StubStage(StageBench bench, string name, StageRole role = StageRole.Work)
    : Stage<TestResult>(bench.Runner, new StageInfo(name, typeof(StubStage), typeof(TestResult), new StageAttribute { Role = role }))
{
    public StageSlot<TestResult>? Slot => (StageSlot<TestResult>?)bench.Context.State.Of(Name);

    /// <summary>Its work; by default it passes.</summary>
    public Func<CancellationToken, Task<StageResult<TestResult>>> Work { get; init; } = _ => Task.FromResult(Passed);

    public static StageResult<TestResult> Passed { get; } = StageResult.Pass("done", new TestResult(1, 0, 0, []));

    public Task RunAsync() => RunAsync(bench.Context);

    protected internal override Task<StageResult<TestResult>> ExecuteAsync(BuildContext context, CancellationToken cancellation) => Work(cancellation);
}
