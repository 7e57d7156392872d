using System.Text.Json.Nodes;
using Gauntlet.Export.Tests.Receivers;
using Gauntlet.HostBench;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Build.Tests.Runs;

/// <summary>A run whose series are sent elsewhere besides.</summary>
[TestFixture]
[Platform("Linux")]
public sealed class ExportRunTests
{
    private const string Token = "Bearer token-of-the-receiver";

    [Test]
    public async Task Full_ReceiverWithCredentials_GetsTheRunAndNothingKeepsThem()
    {
        await using var copy = ProjectCopy.Create();
        await using var receiver = new Receiver(new Answer(200, "{}"));

        var run = await RunAsync(copy, "otlp", receiver.Url, "--export-header=Authorization=env:RECEIVER_TOKEN");

        Assert.That(run.ExitCode, Is.Zero, run.ToString());
        Assert.That(receiver.Received.Single().Headers["Authorization"], Is.EqualTo(Token));
        var sent = JsonNode.Parse(receiver.Received[0].Body)!["resourceMetrics"]![0]!["scopeMetrics"]![0]!["metrics"]!.AsArray();
        Assert.That(sent.Select(metric => (string?)metric!["name"]), Does.Contain("gauntlet_http_request_duration_seconds"));
        Assert.That(receiver.Received[0].Body.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes((string)run.State["run"]!["id"]!)), Is.Positive);
        Assert.That((string?)run.State["loadTest"]!["result"]!["export"]!["format"], Is.EqualTo("otlp"));
        Assert.That(File.ReadAllText(copy.Artifact("report.md")), Does.Contain("series as otlp to "));
        Assert.That(run.Output, Does.Not.Contain("token-of-the-receiver"));
        Assert.That(
            Directory.EnumerateFiles(copy.Home, "*", SearchOption.AllDirectories).Where(file => File.ReadAllText(file).Contains("token-of-the-receiver")),
            Is.Empty);
    }

    [Test]
    [Category("Tools")] // too long for the 120 s of the default category
    public async Task Full_FaultUnderLoad_IsSentWithItsTimes()
    {
        await using var copy = ProjectCopy.Create();
        await using var receiver = new Receiver();

        var run = await RunAsync(copy, "otlp", receiver.Url, "--chaos=pod-delete:foo@2s,for=2s");

        Assert.That((string?)run.State["chaos"]!["result"]!["experiments"]![0]!["experiment"], Is.EqualTo("pod-delete:foo@2s,for=2s"), run.ToString());
        Assert.That(receiver.Received, Has.Count.EqualTo(2));
        Assert.That(System.Text.Encoding.UTF8.GetString(receiver.Received[1].Body),
            Does.Contain("gauntlet_stage_info").And.Contain("\"pod-delete:foo@2s,for=2s\"").And.Not.Contain("gauntlet_http"));
    }

    [Test]
    public async Task Full_ReceiverThatRefuses_IsAWarningAndTheVerdictIsTheSame()
    {
        await using var copy = ProjectCopy.Create();
        await using var receiver = new Receiver(new Answer(400, $"bad <b>{Token}</b>"));

        var run = await RunAsync(copy, "remote-write", receiver.Url, "--export-header=Authorization=env:RECEIVER_TOKEN");

        Assert.That(run.ExitCode, Is.Zero, run.ToString());
        Assert.That(receiver.Received, Has.Count.EqualTo(1));
        Assert.That((string?)run.State["loadTest"]!["outcome"], Is.EqualTo("pass"));
        Assert.That((string?)run.State["loadTest"]!["result"]!["export"]!["problem"],
            Does.StartWith($"The series of this run were not taken as remote-write by {receiver.Url}: it answered 400 Bad Request: bad <b>***</b>. "));
        Assert.That(run.Output, Does.Contain("were not taken as remote-write").And.Not.Contain("token-of-the-receiver"));
        Assert.That(File.ReadAllText(copy.Artifact("report.md")), Does.Contain("were not taken as remote-write").And.Not.Contain("<b>"));
    }

    [Test]
    public async Task Validate_HeaderThatIsNotThere_IsUsage()
    {
        await using var copy = ProjectCopy.Create();

        var run = await copy.RunInProcessAsync(
            "--target=Validate", "--cluster=embedded", "--skip=ScanSecurity", "--export=otlp", "--export-url=http://127.0.0.1:1/v1/metrics",
            "--export-header=Authorization=env:NO_SUCH_VARIABLE");

        Assert.That(run.ExitCode, Is.EqualTo(2), run.ToString());
        Assert.That(run.Output, Does.Contain("The header Authorization of --export-header cannot be sent: the environment variable NO_SUCH_VARIABLE"));
    }

    private static Task<PipelineResult> RunAsync(ProjectCopy copy, string format, Uri url, params string[] options) => copy.RunInProcessAsync(
        new Dictionary<string, string?> { ["RECEIVER_TOKEN"] = Token },
        ["--target=Full", "--cluster=embedded", "--skip=Test", "--skip=ScanSecurity", $"--export={format}", $"--export-url={url}", .. options,
            .. ShortLoad.Arguments]);
}
