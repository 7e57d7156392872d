using Gauntlet.HostBench;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Build.Tests.Runs;

/// <summary>The whole host as a CI service sees it, and beside others of its kind.</summary>
[TestFixture]
[Platform("Linux")]
public sealed class CiRunTests
{
    [TestCase("--log-format=text", "::group::Validate\n")]
    [TestCase("--log-format=json", "{")]
    public async Task Host_InGitHubActions_MasksFirstAndFoldsEachStageUnlessLinesAreJson(string format, string second)
    {
        await using var copy = ProjectCopy.Create();
        var variables = new Dictionary<string, string?> { ["CI"] = "true", ["GITHUB_ACTIONS"] = "true", ["GITHUB_TOKEN"] = "a-secret-token" };

        var run = await copy.RunInProcessAsync(variables, "--target=Validate", "--cluster=embedded", "--skip=ScanSecurity", format);

        Assert.That(run.ExitCode, Is.Zero, run.ToString());
        Assert.That(run.Output, Does.StartWith("::add-mask::a-secret-token\n" + second));
        Assert.That(run.Output.EndsWith("::endgroup::\n", StringComparison.Ordinal), Is.EqualTo(second != "{"));
    }

    [Test]
    public async Task Host_SeveralInOneProcess_KnowNothingOfEachOther()
    {
        var here = Environment.CurrentDirectory;
        var copies = Enumerable.Range(0, 4).Select(_ => ProjectCopy.Create()).ToList();
        try
        {
            copies[0].Replace("manifests/echo/ingress.yaml", "host: foo.localhost", "host: foo.example.com");
            copies[1].Replace("manifests/echo/ingress.yaml", "host: foo.localhost", "host: other.localhost");

            var runs = await Task.WhenAll(copies.Select(copy => copy.RunInProcessAsync("--target=Validate", "--cluster=embedded", "--skip=ScanSecurity")));

            Assert.That(runs.Select(run => run.ExitCode), Is.EqualTo(new[] { 2, 0, 0, 0 }), string.Join('\n', runs.Select(run => run.ToString())));
            var routes = runs.Skip(1).Select(run => run.State["validate"]!["result"]!["routes"]!.ToJsonString());
            Assert.That(routes.Select(list => list.Contains("other.localhost", StringComparison.Ordinal)), Is.EqualTo(new[] { true, false, false }));
            Assert.That(Environment.CurrentDirectory, Is.EqualTo(here));
        }
        finally
        {
            await Task.WhenAll(copies.Select(copy => copy.DisposeAsync().AsTask()));
        }
    }
}
