using Gauntlet.PipelineHarness;

namespace Gauntlet.Build.Tests.Pipeline;

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

        var run = await copy.RunAsync("--target=Test");

        Assert.That(run.ExitCode, Is.EqualTo(1), run.ToString());
        Assert.That(run.Output, Does.Contain("the tests do not build"));
        Assert.That(run.State["test"]!["problem"]!["evidence"]!.AsArray().Select(line => (string?)line), Is.EqualTo(new[] { "Some.cs(3,7): error CS1002: ; expected [Some.csproj]" }));
    }
}
