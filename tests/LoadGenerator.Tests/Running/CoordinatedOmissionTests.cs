using Gauntlet.LoadGenerator.Tests.Conformance;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.LoadGenerator.Tests.Running;

/// <summary>A server that stops for a sixth of an open run: 5 s of 30 s at full length, 0.5 s of 3 s at a tenth.</summary>
[Category("Soak")]
[CancelAfter(300_000)]
internal sealed class CoordinatedOmissionTests
{
    private const double Rate = 1_000;

    private static readonly double Length = Soak.Seconds(30).TotalSeconds;
    private static readonly double Stall = Length / 6;

    // The closed form takes the backlog to shrink evenly, which a machine busy with other work does not let it: one undisturbed try of five decides.
    [Retry(5)]
    [TestCase("epoll", IncludePlatform = "Linux")]
    [TestCase("portable")]
    public async Task Run_ServerStops_ResponseTimesFollowTheClosedForm(string engine)
    {
        var stalled = new StallingServer(from: TimeSpan.FromSeconds(Length / 3), stall: TimeSpan.FromSeconds(Stall), Rate);
        using var server = new ScriptedServer(stalled.AnswerAsync);
        var options = new LoadOptions { Engine = engine, Rate = Rate, Duration = TimeSpan.FromSeconds(Length), WarmUp = WarmUp.Of(0), Threads = 1 };
        var route = new LoadRoute { Name = "echo", Host = "echo.test" };

        var run = await LoadRunner.RunAsync(options, [route], server.Target, null, null, TestContext.CurrentContext.CancellationToken);

        // Arrivals from the stop up to the moment the backlog is gone wait, the first for all of the stop, the last for nothing, in a straight line.
        var waiting = Stall + stalled.CatchUp.TotalSeconds;
        var response = Sorted(run.Recorded, sample => sample.Response);
        var service = Sorted(run.Recorded, sample => sample.Service);
        Assert.That(run.Totals.Completed, Is.EqualTo((long)(Rate * Length)));
        foreach (var percentile in new[] { 0.90, 0.95, 0.99, 0.999 })
        {
            var expected = Stall * (1 - ((1 - percentile) * Length / waiting));
            Assert.That(At(response, percentile), Is.EqualTo(expected).Within(2).Percent, $"p{percentile * 100}");
        }

        // Only the requests that were under way when the server stopped saw it; without the schedule the rest of the story is lost.
        Assert.That(At(service, 0.95), Is.LessThan(At(response, 0.95) / 5));
        Assert.That(service[^1], Is.EqualTo(Stall).Within(2).Percent);
    }

    private static double[] Sorted(Recorder recorder, Func<RawSample, int> field) => [.. recorder.Raw.ToArray().Select(sample => field(sample) / 1e6).Order()];

    private static double At(double[] sorted, double quantile) => sorted[(int)Math.Ceiling(quantile * sorted.Length) - 1];
}
