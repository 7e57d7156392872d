using System.Text.Json.Nodes;
using Gauntlet.HostBench;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Build.Tests.Runs;

/// <summary><c>--output=json</c>: one document on standard output, and all for people on standard error.</summary>
[TestFixture]
[Platform("Linux")]
public sealed class JsonOutputTests
{
    [Test]
    public async Task Full_OutputAsJson_IsOneDocumentWithVerdictStagesFiguresAndFiles()
    {
        await using var copy = ProjectCopy.Create();
        var host = new InProcessHost(copy);

        var run = await host.RunAsync(
            ["--target=Full", "--output=json", "--cluster=embedded", "--skip=Test", "--skip=ScanSecurity", "--skip=CheckPolicies", .. ShortLoad.Arguments]);

        Assert.That(run.ExitCode, Is.Zero, run.ToString());
        var document = JsonNode.Parse(host.Terminal.Printed)!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((string?)document["outcome"], Is.EqualTo("pass"));
            Assert.That((int?)document["exitCode"], Is.Zero);
            Assert.That((string?)document["verdict"]!["outcome"], Is.EqualTo("pass"));
            Assert.That(document["verdict"]!["skipped"]!.AsArray().Select(text => (string?)text), Has.Some.EqualTo("Test: left out by --skip=Test"));
            Assert.That((string?)document["run"]!["id"], Is.EqualTo((string?)run.State["run"]!["id"]));
            Assert.That((string?)document["cluster"]!["kind"], Is.EqualTo("embedded"));
            Assert.That((long?)document["load"]!["requests"], Is.EqualTo(600));
            Assert.That(document["stages"]!.AsArray().Single(stage => (string?)stage!["name"] == "LoadTest")!["seconds"]!.GetValue<double>(), Is.Positive);
            Assert.That((string?)document["files"]!["reportHtml"], Is.EqualTo(copy.Artifact("report.html")));
            Assert.That(document["files"]!.AsObject().Select(file => (string?)file.Value), Is.All.Matches<string>(Path.Exists));
            Assert.That(run.Error, Does.Contain("Verdict: pass"));
        }
    }

    [Test]
    public async Task Stage_ThatFails_IsADocumentWithItsOutcomeReasonAndRemedy()
    {
        await using var copy = ProjectCopy.Create();
        var host = new InProcessHost(copy);

        var run = await host.RunAsync("--target=Deploy", "--output=json", "--log-format=json");

        var document = JsonNode.Parse(host.Terminal.Printed)!;
        var stage = document["stages"]!.AsArray().Single(stage => (string?)stage!["name"] == "Deploy")!;
        Assert.That(run.ExitCode, Is.EqualTo(2), run.ToString());
        Assert.That((int?)document["exitCode"], Is.EqualTo(2));
        Assert.That((string?)document["outcome"], Is.EqualTo("usage"));
        Assert.That((string?)stage["reason"], Is.EqualTo((string?)run.State["deploy"]!["problem"]!["reason"]));
        Assert.That(document["load"], Is.Null);
        Assert.That(run.Error.TrimEnd('\n').Split('\n'), Is.All.StartsWith("{"), "the log is there, in its own form");
    }

    [TestCase("--rate=fast")]
    [TestCase("--output=xml")]
    public async Task CommandLine_ThatIsRefused_PrintsNothingOnStandardOutput(string wrong)
    {
        await using var copy = ProjectCopy.Create();
        var host = new InProcessHost(copy);

        var run = await host.RunAsync("--output=json", wrong);

        Assert.That(run.ExitCode, Is.EqualTo(2), run.ToString());
        Assert.That(host.Terminal.Printed, Is.Empty);
    }

    [Test]
    public async Task Help_OutputAsJson_IsOnStandardOutputAsEver()
    {
        await using var copy = ProjectCopy.Create();
        var host = new InProcessHost(copy);

        await host.RunAsync("--help", "--output=json");

        Assert.That(host.Terminal.Printed, Does.StartWith("USAGE:"));
    }
}
