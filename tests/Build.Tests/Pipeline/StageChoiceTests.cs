using Gauntlet.PipelineHarness;

namespace Gauntlet.Build.Tests.Pipeline;

/// <summary>Which stages run, and what the verdict makes of those that do not.</summary>
[TestFixture]
[Platform("Linux")]
public sealed class StageChoiceTests
{
    [Test]
    public async Task Full_RequiredStageThatSkips_IsInconclusiveAndTheOthersAreListedWithTheirReason()
    {
        await using var copy = ProjectCopy.Create();
        copy.AddTrivy("echo 'FATAL init error: DB error: failed to download vulnerability DB' >&2; exit 1");

        var run = await copy.RunAsync("--target=Full", "--cluster=embedded", "--skip=Test", "--skip=LoadTest", "--require=ScanSecurity");

        Assert.That(run.ExitCode, Is.EqualTo(4), run.ToString());
        Assert.That(run.Output, Does.Contain("Verdict: inconclusive").And.Contain("ScanSecurity: required, but skipped: Trivy's database is neither to be downloaded nor in the cache"));
        Assert.That(run.Output, Does.Contain("skipped: Test: left out by --skip=Test").And.Contain("skipped: LoadTest: left out by --skip=LoadTest"));
        Assert.That(File.ReadAllText(copy.Artifact("report.md")), Does.Contain("left out by --skip=LoadTest"));
        Assert.That(File.Exists(copy.Artifact("metrics.json")), Is.False, "no load ran");
        Assert.That((string?)run.State["deleteCluster"]!["outcome"], Is.EqualTo("pass"));
    }

    [TestCase(0)]
    [TestCase(4, "--require=PostComment")]
    public async Task PostComment_OutsideAPullRequest_SkipsUnlessItIsRequired(int exitCode, params string[] options)
    {
        await using var copy = ProjectCopy.Create();

        var run = await copy.RunAsync(["--target=PostComment", .. options]);

        Assert.That(run.ExitCode, Is.EqualTo(exitCode), run.ToString());
        Assert.That((string?)run.State["postComment"]!["outcome"], Is.EqualTo(exitCode == 0 ? "skipped" : "inconclusive"));
    }

    [Test]
    public async Task Full_StageBothSkippedAndRequired_IsRefused()
    {
        await using var copy = ProjectCopy.Create();

        var run = await copy.RunAsync("--target=Full", "--skip=PostComment", "--require=PostComment");

        Assert.That(run.ExitCode, Is.EqualTo(2), run.ToString());
        Assert.That(run.Error, Does.Contain("both in --skip and in --require"));
    }

    [Test]
    public async Task Verdict_StagesThatDidNotRun_AreInconclusiveUnlessTheyAreSkipped()
    {
        await using var copy = ProjectCopy.Create();
        await copy.RunAsync("--target=PostComment");
        string[] missing = ["Validate", "Test", "CreateCluster", "Deploy", "CheckHealth", "LoadTest", "ScanSecurity", "CollectDiagnostics", "DeleteCluster"];

        var judged = await copy.RunAsync("--target=Verdict");
        var excused = await copy.RunAsync(["--target=Verdict", .. missing.Select(stage => "--skip=" + stage)]);

        Assert.That(judged.ExitCode, Is.EqualTo(4), judged.ToString());
        Assert.That(missing.Where(stage => !judged.Output.Contains(stage + " did not run", StringComparison.Ordinal)), Is.Empty, judged.ToString());
        Assert.That(excused.ExitCode, Is.Zero, excused.ToString());
    }

    [TestCase("Deploy", "CreateCluster")]
    [TestCase("CheckHealth", "CreateCluster")]
    [TestCase("LoadTest", "CreateCluster")]
    [TestCase("CreateCluster", "Validate")]
    public async Task Stage_WithoutItsInput_NamesTheTargetToRunFirst(string target, string first)
    {
        await using var copy = ProjectCopy.Create();

        var run = await copy.RunAsync("--target=" + target);

        Assert.That(run.ExitCode, Is.EqualTo(2), run.ToString());
        Assert.That(run.Output, Does.Contain($"--target={first} first"));
    }
}
