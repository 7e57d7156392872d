using Gauntlet.LoadGenerator.Running;
using Gauntlet.LoadGenerator.Tests.Conformance;
using Gauntlet.LoadGenerator.Tests.Simulated;
using Gauntlet.Metrics.Model;

namespace Gauntlet.LoadGenerator.Tests.Epoll;

/// <summary>Between two arrivals the open model sleeps, and nothing but the number of wake-ups tells.</summary>
internal sealed class SleepingTests
{
    private static readonly LoadRoute[] Routes = [new LoadRoute { Name = "echo", Host = "echo.test" }];
    private static readonly LoadOptions Options = new() { Duration = TimeSpan.FromSeconds(5), Connections = 10, WarmUp = WarmUp.Of(0) };

    [TestCase(100)]
    [TestCase(1_000)]
    [TestCase(5_000)]
    public async Task Run_KernelNotesWhenAnswersCome_WakesOncePerRequestAndTimesAreThoseOfTheServer(int rate)
    {
        var simulation = new Simulation(request => request.Answer(Exchange.Pong, TimeSpan.FromMicroseconds(70))) { WakeTakes = 20 * Clock.Microsecond };

        var run = await simulation.RunAsync(Options with { Rate = rate }, Routes);

        Assert.That(run.Totals, Is.EqualTo(new LoadTotals(5 * rate, 5 * rate, 0, 0, 0, 0)));
        Assert.That(Services(run), Is.All.InRange(70, 100), "the wire takes 10 us, a call 1 us");
        Assert.That(simulation.WakeUps, Is.InRange(5 * rate, (5 * rate) + 100));
    }

    [Test]
    public async Task Run_KernelNotesNothing_EventsWakeIt()
    {
        var simulation = new Simulation(request => request.Answer(Exchange.Pong, TimeSpan.FromMicroseconds(70))) { Stamps = false };

        var run = await simulation.RunAsync(Options, Routes);

        Assert.That(Services(run).Count(service => service > 100), Is.LessThan(10));
        Assert.That(simulation.WakeUps, Is.InRange(9_900, 10_100), "one to send, one to read");
    }

    /// <summary>A server may hold the rest back until it knows that the first part was read, as Nagle's algorithm does.</summary>
    [Test]
    public async Task Run_AnswersComeInParts_IsAwakeForThem()
    {
        var simulation = new Simulation(request =>
        {
            request.Answer(Exchange.Pong[..^2]);
            request.Answer(Exchange.Pong[^2..], TimeSpan.FromMilliseconds(1.5));
        });

        var run = await simulation.RunAsync(Options, Routes);

        Assert.That(run.Totals.Completed, Is.EqualTo(5_000));
        Assert.That(simulation.Sleeps, Is.LessThan(30));
    }

    /// <summary>The end of a connection ends the answer; of that the kernel notes no time.</summary>
    [Test]
    public async Task Run_AnswersEndWithTheConnection_IsAwakeForThem()
    {
        var simulation = new Simulation(request =>
        {
            request.Answer("HTTP/1.1 200 OK\r\n\r\npong");
            request.Clock.After(50_000, request.Connection.Close);
        });

        var run = await simulation.RunAsync(Options, Routes);

        Assert.That(run.Totals.Completed, Is.EqualTo(5_000));
        Assert.That(Services(run).Count(service => service > 200), Is.LessThan(10));
    }

    /// <summary>A request on a connection that the server has closed would be lost, and of this method it may not be sent again.</summary>
    [Test]
    public async Task Run_ServerClosesConnectionsWhileItSleeps_LearnsOfItBeforeItSends()
    {
        var simulation = new Simulation(request =>
        {
            request.Answer(Exchange.Pong, TimeSpan.FromMicroseconds(50));
            if (request.OnConnection == 20)
            {
                request.Clock.After(300_000, request.Connection.Close);
            }
        });

        var run = await simulation.RunAsync(Options with { Connections = 2 }, [Routes[0] with { Method = "POST" }]);

        Assert.That(run.Totals, Is.EqualTo(new LoadTotals(5_000, 5_000, 0, 0, 0, 0)));
        Assert.That(simulation.Sleeps, Is.GreaterThan(4_000));
    }

    // The first of each connection connects.
    private static int[] Services(LoadRun run) => [.. run.Recorded.Raw.ToArray().Select(sample => sample.Service).Skip(10)];
}
