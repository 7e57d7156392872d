using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Stages.LoadTest;
using Gauntlet.Build.Stages.Validate;
using Gauntlet.Build.Tests.Pipeline;
using Gauntlet.HostBench;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Build.Tests.Runs;

/// <summary>What goes wrong after the verdict is known does not change it.</summary>
[TestFixture]
[Platform("Linux")]
public sealed class LateErrorTests
{
    [TestCase("{ damaged")]
    [TestCase("""{"schemaVersion":2,"schemaVersion":2}""")]
    public async Task Verdict_FiguresThatCannotBeRead_IsStillTheRunsVerdict(string metrics)
    {
        await using var copy = ProjectCopy.Create();
        Record(copy, StageOutcome.Fail);
        await File.WriteAllTextAsync(copy.Artifact("metrics.json"), metrics);

        await AssertFailsWithoutReportsAsync(copy);
    }

    [Test]
    public async Task Verdict_ReportsThatCannotBeWritten_IsStillTheRunsVerdict()
    {
        await using var copy = ProjectCopy.Create();
        Record(copy, StageOutcome.Fail);
        Directory.CreateDirectory(copy.Artifact("report.md"));

        await AssertFailsWithoutReportsAsync(copy);
    }

    [Test]
    public async Task Verdict_OutputsThatCannotBeWritten_IsStillTheRunsVerdict()
    {
        await using var copy = ProjectCopy.Create();
        Record(copy, StageOutcome.Fail);

        var run = await copy.RunInProcessAsync(new Dictionary<string, string?> { ["GITHUB_OUTPUT"] = copy.Home }, "--target=Verdict");

        Assert.That(run.ExitCode, Is.EqualTo(1), run.ToString());
        Assert.That(run.Output, Does.Contain("Verdict: fail").And.Contain("outputs could not be written"));
    }

    /// <summary>A report of this folder is another run's.</summary>
    [Test]
    public async Task Verdict_FromAnotherFolder_ClaimsNoReport()
    {
        await using ProjectCopy copy = ProjectCopy.Create(), other = ProjectCopy.Create();
        Record(other, StageOutcome.Fail);
        await File.WriteAllTextAsync(copy.Artifact("report.md"), "stale");
        var (summary, output) = (Path.Combine(copy.Home, "summary.md"), Path.Combine(copy.Home, "output"));

        var run = await copy.RunInProcessAsync(
            new Dictionary<string, string?> { ["GITHUB_STEP_SUMMARY"] = summary, ["GITHUB_OUTPUT"] = output },
            "--target=Verdict", "--from=" + other.Artifact("."));

        Assert.That(run.ExitCode, Is.EqualTo(1), run.ToString());
        Assert.That(run.Output, Does.Not.Contain("Report:"));
        Assert.That(File.Exists(summary), Is.False, "the stale report is shown");
        Assert.That(await File.ReadAllTextAsync(output), Does.Contain("verdict").And.Not.Contain("report.md"));
    }

    [Test]
    public async Task PostComment_FiguresThatCannotBeRead_SaysWhichFile()
    {
        await using var copy = ProjectCopy.Create();
        Record(copy, StageOutcome.Fail);
        await File.WriteAllTextAsync(copy.Artifact("metrics.json"), "{ damaged");

        var run = await copy.RunInProcessAsync("--target=PostComment");

        Assert.That(run.ExitCode, Is.EqualTo(3), run.ToString());
        Assert.That(run.Output, Does.Contain("The figures of the load cannot be read: ").And.Contain("metrics.json"));
    }

    /// <summary>Whatever became of the record, the process of the embedded cluster is there.</summary>
    [Test]
    public async Task DeleteCluster_WithoutARecord_EndsTheEmbeddedClusterThatIsThere()
    {
        await using var copy = ProjectCopy.Create();
        copy.AddTool("docker", "exit 1");
        await copy.PassInProcessAsync("--target=Validate", "--cluster=embedded", "--skip=ScanSecurity");
        await copy.PassInProcessAsync("--target=CreateCluster");
        File.Delete(copy.Artifact("state.json"));

        await copy.PassInProcessAsync("--target=DeleteCluster");

        Assert.That(Directory.Exists(copy.Artifact("embedded-cluster")), Is.False);
        Assert.That(LeftProcesses.Of(copy), Is.Empty);
    }

    private static async Task AssertFailsWithoutReportsAsync(ProjectCopy copy)
    {
        var run = await copy.RunInProcessAsync("--target=Verdict");

        Assert.That(run.ExitCode, Is.EqualTo(1), run.ToString());
        Assert.That(run.Output, Does.Contain("Verdict: fail").And.Contain("The reports could not be written"));
    }

    private static void Record(ProjectCopy copy, StageOutcome load) => StateStore.Save(
        copy.Artifact("state.json"),
        States.Passed()
            .With(States.Slot<ValidationResult>(StageOutcome.Pass) with { Result = new ValidationResult("embedded", null, [], 1, [], []) })
            .With(States.Slot<LoadResult>(load) with { Result = new LoadResult(1, "epoll", 1, 1, 1, 1, 1, 1, []) }));
}
