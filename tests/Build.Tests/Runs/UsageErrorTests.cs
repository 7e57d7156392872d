using System.Text.Json.Nodes;
using Gauntlet.HostBench;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Build.Tests.Runs;

/// <summary>What a person is told who names a file or folder that is not there.</summary>
[TestFixture]
[Platform("Linux")]
public sealed class UsageErrorTests
{
    [TestCase("Verdict")]
    [TestCase("PostComment")]
    public async Task Host_FolderOfFromWithoutAState_IsRefusedInOneLineOnStandardError(string target)
    {
        await using var copy = ProjectCopy.Create();

        var run = await copy.RunInProcessAsync("--target=" + target, "--from=/nope");

        Assert.That(run.ExitCode, Is.EqualTo(2), run.ToString());
        Assert.That(run.Error.TrimEnd('\n'), Is.EqualTo("error: --from=/nope holds no state.json. Give the folder of a run's artifacts."));
        Assert.That(run.Output, Is.EqualTo(run.Error));
    }

    [TestCase("--log-format=json", "--rate=fast")]
    [TestCase("--rate=fast", "--log-format", "json")]
    public async Task Host_UsageErrorWhereJsonIsAskedFor_IsJson(params string[] arguments)
    {
        await using var copy = ProjectCopy.Create();

        var run = await copy.RunInProcessAsync(arguments);

        Assert.That(run.ExitCode, Is.EqualTo(2), run.ToString());
        Assert.That((string?)JsonNode.Parse(run.Error)!["Text"], Does.Contain("--rate 'fast' is not a number"));
    }

    [Test]
    public async Task Host_StateThatIsDamaged_IsCalledAnErrorOnce()
    {
        await using var copy = ProjectCopy.Create();
        await File.WriteAllTextAsync(copy.Artifact("state.json"), "{");

        var run = await copy.RunInProcessAsync("--target=Deploy");

        Assert.That(run.ExitCode, Is.EqualTo(2), run.ToString());
        Assert.That(run.Output, Does.StartWith("error: ").And.Not.Contain("Error: "));
    }

    [Test]
    public async Task Host_WorkingFolderThatIsNoProject_IsRefusedAndLeftEmpty()
    {
        await using var copy = ProjectCopy.Create();
        var folder = Directory.CreateDirectory(Path.Combine(copy.Home, "empty")).FullName;

        var run = await new InProcessHost(copy) { Working = folder }.RunAsync("--target=Validate");

        Assert.That(run.ExitCode, Is.EqualTo(2), run.ToString());
        Assert.That(run.Error, Does.Contain("holds no cake.config, which marks the root of a project. Give the folder that has it."));
        Assert.That(Directory.EnumerateFileSystemEntries(folder), Is.Empty);
    }

    [Test]
    public async Task Validate_ThresholdsFileThatIsMissing_IsOneProblem()
    {
        await using var copy = ProjectCopy.Create();

        var run = await ValidateAsync(copy, "--thresholds-file=/nope");

        Assert.That(run.ExitCode, Is.EqualTo(2), run.ToString());
        Assert.That(run.Output, Does.Contain("The file /nope of --thresholds-file does not exist.").And.Not.Contain("problems"));
    }

    [Test]
    public async Task Validate_NoManifests_IsOneProblemThatNamesTheFolderOnce()
    {
        await using var copy = ProjectCopy.Create();
        Directory.Delete(copy.PathOf("manifests"), recursive: true);

        var run = await ValidateAsync(copy);

        Assert.That(run.ExitCode, Is.EqualTo(2), run.ToString());
        Assert.That(run.Output, Does.Contain("usage: manifests: There is no manifest in this folder.").And.Not.Contain("problems"));
    }

    private static Task<PipelineResult> ValidateAsync(ProjectCopy copy, params string[] options) =>
        copy.RunInProcessAsync(["--target=Validate", "--cluster=embedded", "--skip=ScanSecurity", .. options]);
}
