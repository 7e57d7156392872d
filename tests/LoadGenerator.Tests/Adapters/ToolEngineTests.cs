using Gauntlet.LoadGenerator.Engines;

namespace Gauntlet.LoadGenerator.Tests.Adapters;

/// <summary>What all engines that run a tool do alike, at the example of k6.</summary>
internal sealed class ToolEngineTests
{
    private const string Point =
        """{"metric":"http_req_duration","type":"Point","data":{"time":"2026-05-12T15:53:00Z","value":1,"tags":{"name":"foo","status":"200"}}}""";

    private static readonly LoadOptions Options = new() { Engine = "k6" };

    [Test]
    public async Task RunAsync_Tool_RunsForTheWarmUpAndForTheMeasuredPart()
    {
        var tools = new StubTools((_, arguments) => Writes(arguments, Point + "\n" + Point));

        var run = await RunAsync(tools);

        Assert.That(tools.Asked, Has.Count.EqualTo(2));
        Assert.That(run.WarmUp, Is.EqualTo(TimeSpan.FromSeconds(3)));
        Assert.That((run.WarmUpRequests, run.Totals.Completed, run.Interrupted), Is.EqualTo((2L, 2L, false)));
    }

    [Test]
    public async Task RunAsync_ToolThatFails_SaysWhatItSaid()
    {
        var tools = new StubTools((_, _) => new ToolExit("k6 run plan.js", 107, [], ["level=info", "level=error msg=\"ReferenceError: a\"", ""]));

        var error = await Assert.ThrowsAsync<LoadEngineException>(() => RunAsync(tools));

        Assert.That(error!.Message, Is.EqualTo("k6 run plan.js exited with 107: level=error msg=\"ReferenceError: a\""));
        Assert.That(error.Said, Has.Count.EqualTo(3));
    }

    [TestCase("no json")]
    [TestCase("null")]
    [TestCase(null, TestName = "RunAsync_ToolThatWritesNothing_SaysSo")]
    public void RunAsync_ToolThatWritesSomethingElse_SaysSo(string? written) =>
        Assert.That(
            () => RunAsync(new StubTools((_, arguments) => written is null ? Ended : Writes(arguments, written))),
            Throws.TypeOf<LoadEngineException>().With.Message.StartsWith("what k6 wrote cannot be read: "));

    [Test]
    public async Task RunAsync_Stopped_HandsOverNothingAndSaysSo()
    {
        var run = await RunAsync(new StubTools((_, _) => Ended), new CancellationToken(canceled: true));

        Assert.That((run.Interrupted, run.Totals.Scheduled), Is.EqualTo((true, 0L)));
    }

    [Test]
    public void RunAsync_Failure_LeavesNoFolder()
    {
        var folder = "";
        var tools = new StubTools((_, arguments) =>
        {
            folder = Path.GetDirectoryName(arguments[^1])!;
            return Ended with { ExitCode = 1 };
        });

        Assert.That(() => RunAsync(tools), Throws.TypeOf<LoadEngineException>());
        Assert.That(Directory.Exists(folder), Is.False);
    }

    private static ToolExit Ended => new("k6 run", 0, [], []);

    private static ToolExit Writes(IReadOnlyList<string> arguments, string text)
    {
        File.WriteAllText(arguments[^2]["json=".Length..], text);
        return Ended;
    }

    private static Task<Metrics.Model.LoadRun> RunAsync(IToolRunner tools, CancellationToken cancellation = default) =>
        LoadRunner.RunAsync(new LoadJob(Options, ToolBench.Routes, ToolBench.Target) { Tools = tools }, cancellation);
}
