using System.Diagnostics;
using System.Globalization;
using Gauntlet.Build.Processes;
using Gauntlet.HostBench;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Build.Tests.Runs;

[TestFixture]
[Platform("Linux")]
public sealed class TestStageTests
{
    [Test]
    public async Task Test_SuiteThatDoesNotBuild_ShowsTheCompilersErrorsOnce()
    {
        await using var copy = ProjectCopy.Create();
        copy.AddTool("dotnet", """
            echo '  Determining projects to restore...'
            echo 'Some.cs(3,7): error CS1002: ; expected [Some.csproj]'
            echo 'Some.cs(3,7): error CS1002: ; expected [Some.csproj]'
            exit 1
            """);

        var run = await copy.RunInProcessAsync("--target=Test");

        Assert.That(run.ExitCode, Is.EqualTo(1), run.ToString());
        Assert.That(run.Output, Does.Contain("the tests do not build"));
        Assert.That(
            run.State["test"]!["problem"]!["evidence"]!.AsArray().Select(line => (string?)line),
            Is.EqualTo(new[] { "Some.cs(3,7): error CS1002: ; expected [Some.csproj]" }));
    }

    [Test]
    public async Task Test_CheckoutThatAnotherRunBuilds_WaitsAndSaysForWhom()
    {
        await using var copy = ProjectCopy.Create();
        var paths = new BuildPaths(copy.Root) { UserCache = Path.Combine(copy.Cache, "gauntlet"), EmbeddedExecutable = "" };
        using var other = FileLock.TryTake(paths.BuildLock, out _);

        var run = await copy.RunInProcessAsync("--target=Test", "--stage-timeout=1s");

        Assert.That(run.ExitCode, Is.EqualTo(3), run.ToString());
        Assert.That(run.Output, Does.Contain($"it was at: waiting for the build of another run (process {Environment.ProcessId}, since"));
    }

    /// <summary>Such as a build server: it holds the streams of the tool that started it, and has nothing to say any more.</summary>
    [Test]
    public async Task Test_ToolWhoseChildLivesOn_EndsWithTheTool()
    {
        await using var copy = ProjectCopy.Create();
        copy.AddTool("dotnet", """
            sleep 1000 &
            echo $! > "$XDG_CACHE_HOME/child"
            echo 'error: it is broken'
            exit 1
            """);

        var run = await copy.RunInProcessAsync("--target=Test");

        using var child = Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(Path.Combine(copy.Cache, "child")), CultureInfo.InvariantCulture));
        Assert.That(child.HasExited, Is.False);
        child.Kill();
        Assert.That(run.ExitCode, Is.EqualTo(1), run.ToString());
        Assert.That(run.Output, Does.Contain("error: it is broken"));
    }

    [TestCase("Some.csproj : error NU1301: Unable to load the service index for source https://api.nuget.org/v3/index.json.")]
    [TestCase("error MSB3491: Could not write lines to file \"obj/Some.cache\". No space left on device : \"obj/Some.cache\" [Some.csproj]")]
    public async Task Test_SuiteThatCannotBeBuiltHere_IsNoFaultOfTheChange(string line)
    {
        await using var copy = ProjectCopy.Create();
        copy.AddTool("dotnet", $"echo '{line}'; exit 1");

        var run = await copy.RunInProcessAsync("--target=Test");

        Assert.That(run.ExitCode, Is.EqualTo(3), run.ToString());
        Assert.That((string?)run.State["test"]!["problem"]!["reason"], Does.EndWith(line));
    }
}
