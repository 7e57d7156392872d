using Gauntlet.LoadGenerator.Tests.Conformance;
using Gauntlet.LoadGenerator.Tests.Simulated;
using Gauntlet.Metrics.Model;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.LoadGenerator.Tests.Epoll;

/// <summary>A request without an answer in time is in the distribution, once and at its deadline.</summary>
internal sealed class DeadlineTests
{
    private static readonly LoadRoute[] Routes = [new LoadRoute { Name = "echo", Host = "echo.test" }];
    private static readonly LoadOptions Closed = new() { Model = LoadModel.Closed, Requests = 3, Connections = 1, WarmUp = WarmUp.Of(0) };

    [Test]
    public async Task Run_ServerNeverAnswers_EveryRequestEndsOnceAtTenSecondsByDefault()
    {
        var simulation = new Simulation(_ => { });

        var run = await simulation.RunAsync(Closed, Routes);

        Assert.That(run.Totals, Is.EqualTo(new LoadTotals(3, 0, 3, 0, 0, 0)));
        Assert.That(Outcomes(run, Outcome.Timeout), Is.EqualTo(3));
        Assert.That(Services(run), Is.All.EqualTo(10_000_000));
        Assert.That(simulation.Requests, Is.EqualTo(3));
        Assert.That(simulation.Connections, Is.EqualTo(3));
    }

    [Test]
    public async Task Run_AnswerIsReadAfterItsDeadlineAndBeforeTheSweep_IsATimeout()
    {
        // Due half way between two sweeps, so that the answer, a little after the deadline, is read before the next one.
        var options = new LoadOptions
        {
            Rate = 200,
            Duration = TimeSpan.FromMilliseconds(10),
            Connections = 2,
            Timeout = TimeSpan.FromSeconds(1),
            WarmUp = WarmUp.Of(0),
        };
        var simulation = new Simulation(request => request.Answer(Exchange.Pong, after: options.Timeout));

        var run = await simulation.RunAsync(options, Routes);

        Assert.That(Outcomes(run, Outcome.Timeout), Is.EqualTo(2));
        Assert.That(Services(run), Is.All.EqualTo(1_000_000));
    }

    [Test]
    public async Task Run_AnswerJustBeforeItsDeadline_IsASuccess()
    {
        var simulation = new Simulation(request => request.Answer(Exchange.Pong, after: Closed.Timeout - TimeSpan.FromMilliseconds(0.1)));

        var run = await simulation.RunAsync(Closed, Routes);

        Assert.That(run.Totals.Completed, Is.EqualTo(3));
    }

    [Test]
    public async Task Run_ConnectionIsNeverAccepted_IsConnectTimeout()
    {
        var simulation = new Simulation(_ => { }) { Greet = _ => Welcome.Ignore };

        var run = await simulation.RunAsync(Closed with { Timeout = TimeSpan.FromSeconds(2) }, Routes);

        Assert.That(Outcomes(run, Outcome.ConnectTimeout), Is.EqualTo(3));
        Assert.That(Services(run), Is.All.EqualTo(2_000_000));
    }

    [Test]
    public async Task Run_ServerRefusesConnections_ClosedLoopRestsBetweenItsTries()
    {
        var simulation = new Simulation(_ => { }) { Greet = _ => Welcome.Refuse };

        var run = await simulation.RunAsync(Closed with { Requests = 101 }, Routes);

        Assert.That(Outcomes(run, Outcome.ConnectRefused), Is.EqualTo(101));
        Assert.That(run.Measured.TotalMilliseconds, Is.EqualTo(100 * 10).Within(1).Percent);
    }

    [Test]
    public async Task Run_ServerStopsForLongerThanTheDeadline_AccountsForEveryArrivalOnce()
    {
        // It stops after a second and for good: what was sent times out, and what was due for longer than a deadline is never sent.
        var options = new LoadOptions
        {
            Rate = 100,
            Duration = TimeSpan.FromSeconds(10),
            Connections = 20,
            Timeout = TimeSpan.FromSeconds(1),
            WarmUp = WarmUp.Of(0),
        };
        var simulation = new Simulation(request =>
        {
            if (request.Number <= 100)
            {
                request.Answer(Exchange.Pong);
            }
        });

        var run = await simulation.RunAsync(options, Routes);

        Assert.That(run.Totals with { Failed = 0, Dropped = 0 }, Is.EqualTo(new LoadTotals(1_000, 100, 0, 0, 0, 0)));
        Assert.That(run.Totals.Failed + run.Totals.Dropped, Is.EqualTo(900));
        Assert.That(run.Totals.Failed, Is.EqualTo(Outcomes(run, Outcome.Timeout)).And.EqualTo(simulation.Requests - 100));
        Assert.That(run.Totals.Dropped, Is.Positive);
        Assert.That(run.Recorded.Raw.ToArray().Max(sample => sample.Response), Is.InRange(1_000_001, 2_000_000)); // at most one deadline unsent, and one sent
    }

    private static long Outcomes(LoadRun run, Outcome outcome) => run.Recorded.Routes[0].Outcomes[(int)outcome];

    private static IEnumerable<int> Services(LoadRun run) => run.Recorded.Raw.ToArray().Select(sample => sample.Service);
}
