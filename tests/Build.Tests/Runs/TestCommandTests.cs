using Gauntlet.HostBench;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Build.Tests.Runs;

/// <summary>Test in somebody else's project: his command, or the one solution in the root.</summary>
[TestFixture]
[Platform("Linux")]
public sealed class TestCommandTests
{
    private const string Results = """
        <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">
          <Results>
            <UnitTestResult testId="1" testName="A" outcome="Passed" />
            <UnitTestResult testId="2" testName="B" outcome="Passed" />
            <UnitTestResult testId="3" testName="C" outcome="Failed" />
          </Results>
          <TestDefinitions />
        </TestRun>
        """;

    [Test]
    public async Task Test_CommandThatEndsWell_PassesWithoutCounts()
    {
        await using var copy = ProjectCopy.Create();
        copy.AddTool("suite", """printf '<%s>' "$@" > arguments; pwd > folder""");

        var run = await copy.RunInProcessAsync("--target=Test", "--test-command=suite 'two words' $HOME");

        Assert.That(run.ExitCode, Is.Zero, run.ToString());
        Assert.That(run.Output, Does.Contain("exited with 0; it left no results to count"));
        Assert.That(File.ReadAllText(copy.PathOf("arguments")), Is.EqualTo("<two words><$HOME>"), "no shell has read it");
        Assert.That(File.ReadAllText(copy.PathOf("folder")).TrimEnd(), Does.EndWith("/a project"));
        Assert.That((string?)run.State["test"]!["result"]!["command"], Is.EqualTo("suite 'two words' $HOME"));
        Assert.That(Directory.Exists(copy.Artifact("test-results")), Is.False, "an empty folder is no evidence");
    }

    [Test]
    public async Task Test_CommandThatFails_FailsWithItsLastLines()
    {
        await using var copy = ProjectCopy.Create();
        copy.AddTool("suite", "echo '1) the basket is empty'; exit 7");

        var run = await copy.RunInProcessAsync("--target=Test", "--test-command=suite");

        Assert.That(run.ExitCode, Is.EqualTo(1), run.ToString());
        Assert.That((string?)run.State["test"]!["problem"]!["reason"], Is.EqualTo("suite exited with 7."));
        Assert.That((string?)run.State["test"]!["problem"]!["evidence"]![0], Is.EqualTo("1) the basket is empty"));
    }

    [TestCase(0, 0, "2 tests passed; 1 failed, and suite ended well")]
    [TestCase(1, 1, "1 of 3 tests failed: C")]
    public async Task Test_CommandThatLeavesResults_CountsThemAndGoesByItsExitCode(int exitCode, int expected, string summary)
    {
        await using var copy = ProjectCopy.Create();
        await File.WriteAllTextAsync(copy.PathOf("results.trx"), Results);
        copy.AddTool("suite", $"cp results.trx \"$TEST_RESULTS\"; exit {exitCode}");

        var run = await copy.RunInProcessAsync("--target=Test", "--test-command=suite");

        Assert.That(run.ExitCode, Is.EqualTo(expected), run.ToString());
        Assert.That((string?)run.State["test"]!["summary"], Is.EqualTo(summary));
        Assert.That((int?)run.State["test"]!["result"]!["passed"], Is.EqualTo(2));
    }

    [TestCase("no-such-command", "'no-such-command' is neither a command on PATH nor a file of ")]
    [TestCase("./no-such-file --x", "'./no-such-file' is neither a command on PATH nor a file of ")]
    public async Task Test_CommandThatIsNotThere_IsUsage(string command, string expected)
    {
        await using var copy = ProjectCopy.Create();

        var run = await copy.RunInProcessAsync("--target=Test", "--test-command=" + command);

        Assert.That(run.ExitCode, Is.EqualTo(2), run.ToString());
        Assert.That((string?)run.State["test"]!["problem"]!["reason"], Does.Contain(expected));
    }

    [Test]
    public async Task Test_NoSolution_SaysWhatToWrite()
    {
        await using var copy = ProjectCopy.Create();
        File.Delete(copy.PathOf("Gauntlet.slnx"));

        var run = await copy.RunInProcessAsync("--target=Test");

        Assert.That(run.ExitCode, Is.EqualTo(2), run.ToString());
        Assert.That(
            (string?)run.State["test"]!["problem"]!["reason"],
            Does.StartWith("There is no solution (*.slnx, *.sln) in ").And.Contain("--test-command='npm test'"));
    }

    [Test]
    public async Task Full_TwoSolutions_IsRefusedByValidateWithTheCommandToWrite()
    {
        await using var copy = ProjectCopy.Create();
        await File.WriteAllTextAsync(copy.PathOf("A Shop.sln"), "");

        var run = await copy.RunInProcessAsync("--cluster=embedded", "--skip=ScanSecurity", "--skip=LoadTest");

        Assert.That(run.ExitCode, Is.EqualTo(2), run.ToString());
        Assert.That((string?)run.State["validate"]!["problem"]!["reason"], Does.EndWith(
            """A Shop.sln, Gauntlet.slnx. Write which one is tested: --test-command='dotnet test '\''A Shop.sln'\'''."""));
    }

    [Test]
    public async Task Validate_ProjectWithoutSolutionOrKind_PassesOnTheEmbeddedCluster()
    {
        await using var copy = ProjectCopy.Create();
        File.Delete(copy.PathOf("Gauntlet.slnx"));
        Directory.Delete(copy.PathOf("kind"), recursive: true);

        await copy.PassInProcessAsync("--target=Validate", "--cluster=embedded", "--skip=ScanSecurity");
    }
}
