using Gauntlet.PipelineHarness;

namespace Gauntlet.Docs.Tests.WalkThroughs;

/// <summary>What a walk-through leaves behind. Of category Cluster for its length alone.</summary>
[TestFixture]
[Category("Cluster")]
[Platform("Linux")]
public sealed class WholeSuiteTests
{
    [Test]
    public async Task AddingAStage_WordForWord_LeavesTheWholeDefaultSuiteGreen()
    {
        await using var copy = ProjectCopy.CreateWithSources();
        copy.AddTrivy();
        // Some of its tests run as another user, who has to get there.
        await copy.ShellAsync("chmod o+rx ..");
        await WalkThrough.PerformAsync("docs/adding-a-stage.md", copy, WalkThroughTests.ShortRun);

        var run = await copy.ShellAsync("./build.sh --target=Test --stage-timeout=14m");

        Assert.That(run.ExitCode, Is.Zero, run.ToString());
    }
}
