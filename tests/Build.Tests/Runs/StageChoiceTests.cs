using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Tests.Pipeline;
using Gauntlet.HostBench;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Build.Tests.Runs;

/// <summary>Which stages run, and what the verdict makes of those that do not.</summary>
[TestFixture]
[Platform("Linux")]
public sealed class StageChoiceTests
{
    [Test]
    public async Task Full_RequiredStageThatSkips_IsInconclusiveAndTheOthersAreListedWithTheirReason()
    {
        await using var copy = ProjectCopy.Create();
        copy.AddTrivy("echo 'FATAL init error: DB error: failed to download vulnerability DB' >&2; exit 1", download: "exit 1");

        var run = await copy.RunInProcessAsync("--target=Full", "--cluster=embedded", "--skip=Test", "--skip=LoadTest", "--require=ScanSecurity");

        Assert.That(run.ExitCode, Is.EqualTo(4), run.ToString());
        Assert.That(run.Output, Does.Contain("Verdict: inconclusive")
            .And.Contain("ScanSecurity: required, but skipped: Trivy's database is neither to be downloaded nor in the cache"));
        Assert.That(run.Output, Does.Contain("  skipped: Test, LoadTest: left out by --skip; "));
        Assert.That(File.ReadAllText(copy.Artifact("report.md")), Does.Contain("left out by --skip=LoadTest"));
        Assert.That(File.Exists(copy.Artifact("metrics.json")), Is.False, "no load ran");
        Assert.That((string?)run.State["deleteCluster"]!["outcome"], Is.EqualTo("pass"));
    }

    [Test]
    public async Task Validate_AfterAnOlderRun_RemovesItsResultsAndNothingElse()
    {
        await using var copy = ProjectCopy.Create();
        string[] results = ["metrics.json", "failures.ndjson", "trivy.sarif", Path.Combine("diagnostics", "stages.txt"), Path.Combine("test-results", "a.trx")];
        foreach (var file in results.Append("mine.txt").Select(file => copy.Artifact(file)))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, "old");
        }

        await copy.PassInProcessAsync("--target=Validate", "--cluster=embedded", "--skip=ScanSecurity");

        Assert.That(results.Where(file => File.Exists(copy.Artifact(file))), Is.Empty);
        Assert.That(File.Exists(copy.Artifact("mine.txt")), Is.True);
    }

    [TestCase(0)]
    [TestCase(4, "--require=PostComment")]
    public async Task PostComment_OutsideAPullRequest_SkipsUnlessItIsRequired(int exitCode, params string[] options)
    {
        await using var copy = ProjectCopy.Create();

        var run = await copy.RunInProcessAsync(["--target=PostComment", .. options]);

        Assert.That(run.ExitCode, Is.EqualTo(exitCode), run.ToString());
        Assert.That((string?)run.State["postComment"]!["outcome"], Is.EqualTo(exitCode == 0 ? "skipped" : "inconclusive"));
    }

    [TestCase("PostComment", "PostComment", "inconclusive: required, but skipped: ")]
    [TestCase("Verdict", "Verdict: inconclusive", "  - Validate did not run")]
    public async Task Stage_InconclusiveAndQuiet_SaysItAndWhy(string target, params string[] expected)
    {
        await using var copy = ProjectCopy.Create();

        var run = await copy.RunInProcessAsync("--target=" + target, "--require=PostComment", "--verbosity=quiet");

        Assert.That(run.ExitCode, Is.EqualTo(4), run.ToString());
        Assert.That(expected.Where(text => !run.Output.Contains(text, StringComparison.Ordinal)), Is.Empty, run.ToString());
    }

    [Test]
    public async Task Full_StageBothSkippedAndRequired_IsRefused()
    {
        await using var copy = ProjectCopy.Create();

        var run = await copy.RunInProcessAsync("--target=Full", "--skip=PostComment", "--require=PostComment");

        Assert.That(run.ExitCode, Is.EqualTo(2), run.ToString());
        Assert.That(run.Error, Does.Contain("both in --skip and in --require"));
    }

    [Test]
    public async Task Verdict_StagesThatDidNotRun_AreInconclusiveUnlessTheyAreSkipped()
    {
        await using var copy = ProjectCopy.Create();
        await copy.RunInProcessAsync("--target=PostComment");
        var missing = StageCatalog.Host.Names.Where(stage => stage != "PostComment").ToList();

        var judged = await copy.RunInProcessAsync("--target=Verdict");
        var excused = await copy.RunInProcessAsync(["--target=Verdict", .. missing.Select(stage => "--skip=" + stage)]);

        Assert.That(judged.ExitCode, Is.EqualTo(4), judged.ToString());
        Assert.That(missing.Where(stage => !judged.Output.Contains(stage + " did not run", StringComparison.Ordinal)), Is.Empty, judged.ToString());
        Assert.That(excused.ExitCode, Is.Zero, excused.ToString());
    }

    /// <summary>As the workflow asks: the stage has a step of its own, and the step of the verdict says what it needs.</summary>
    [Test]
    public async Task Verdict_RequiredStageThatSkippedBefore_IsInconclusive()
    {
        await using var copy = ProjectCopy.Create();
        StateStore.Save(copy.Artifact("state.json"), States.Passed());

        var passed = await copy.RunInProcessAsync("--target=Verdict");
        var judged = await copy.RunInProcessAsync("--target=Verdict", "--require=ScanSecurity");

        Assert.That(passed.ExitCode, Is.Zero, passed.ToString());
        Assert.That(judged.ExitCode, Is.EqualTo(4), judged.ToString());
        Assert.That(judged.Output, Does.Contain("ScanSecurity: required, but skipped: no trivy"));
    }

    [TestCase("Deploy", "Validate")]
    [TestCase("CheckHealth", "Validate")]
    [TestCase("LoadTest", "Validate")]
    [TestCase("CreateCluster", "Validate")]
    public async Task Stage_WithoutItsInput_NamesTheTargetToRunFirst(string target, string first)
    {
        await using var copy = ProjectCopy.Create();

        var run = await copy.RunInProcessAsync("--target=" + target);

        Assert.That(run.ExitCode, Is.EqualTo(2), run.ToString());
        Assert.That(run.Output, Does.Contain($"--target={first} first"));
    }
}
