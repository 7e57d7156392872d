using System.Diagnostics;
using Gauntlet.LoadGenerator.Tests.Conformance;

namespace Gauntlet.LoadGenerator.Tests.Running;

/// <summary>
/// What needs time or an idle machine. Other work on the machine only ever adds to what is measured here, so that one undisturbed try of five decides.
/// </summary>
[Category("Soak")]
[CancelAfter(1_800_000)]
[Platform("Linux")]
internal sealed class EndToEndSoakTests
{
    [Test]
    public async Task Run_TenMillionRequests_StaysInBoundedMemory()
    {
        using var server = ScriptedServer.Always(Exchange.Pong);
        var requests = Soak.Count(10_000_000);
        var options = new LoadOptions { Engine = "epoll", Model = LoadModel.Closed, Requests = requests, WarmUp = WarmUp.Of(1_000) };

        var run = await LoadRunner.RunAsync(options, [Route()], server.Target, null, null, TestContext.CurrentContext.CancellationToken);

        // The server is in this process too: its garbage is not the generator's, which benchmarks/run.sh measures in a process of its own.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
        using var process = Process.GetCurrentProcess();
        Assert.That(run.Totals.Completed, Is.EqualTo(requests));
        Assert.That(process.WorkingSet64, Is.LessThan(200L << 20));
    }

    // Milliseconds of delay by request number; the truth is what the server measured of its own delays.
    [Retry(5)]
    [TestCase("fixed")]
    [TestCase("bimodal")]
    [TestCase("one per cent at 200 ms")]
    public async Task Run_InjectedDelays_AreReported(string shape)
    {
        var truth = new List<double>();
        using var server = new ScriptedServer(async exchange =>
        {
            var delay = shape switch
            {
                "fixed" => 100,
                "bimodal" => exchange.Number % 3 == 0 ? 50 : 150,
                _ => exchange.Number % 100 == 0 ? 200 : 100,
            };
            var start = Stopwatch.GetTimestamp();
            await Task.Delay(delay);
            var took = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            lock (truth)
            {
                truth.Add(took);
            }

            return await exchange.ReplyAsync(Exchange.Pong);
        });
        var options = new LoadOptions { Engine = "epoll", Rate = 200, Duration = Soak.Seconds(40), WarmUp = WarmUp.Of(0), Threads = 1 };

        var run = await LoadRunner.RunAsync(options, [Route()], server.Target, null, null, TestContext.CurrentContext.CancellationToken);

        var reported = run.Recorded.Raw.ToArray().Select(sample => (double)sample.Response).Order().ToArray();
        truth.Sort();
        Assert.That(reported, Has.Length.EqualTo(truth.Count));

        // None of them lies on the step between two modes, where one request more or less decides.
        foreach (var percentile in new[] { 0.2, 0.5, 0.9, 0.95, 0.995 })
        {
            var rank = (int)Math.Ceiling(percentile * truth.Count) - 1;
            Assert.That(
                reported[rank], Is.EqualTo(truth[rank]).Within(Math.Max(100, truth[rank] / 100)),
                $"p{percentile * 100} of {shape}; needs an idle machine");
        }
    }

    private static LoadRoute Route() => new() { Name = "echo", Host = "echo.test", ExpectedBody = "pong"u8.ToArray() };
}
