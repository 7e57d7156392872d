using Gauntlet.LoadGenerator.Tests.Conformance;
using Gauntlet.LoadGenerator.Tests.Simulated;

namespace Gauntlet.LoadGenerator.Tests.Epoll;

internal sealed class FairReadingTests
{
    private static readonly string Megabyte = new('x', 1 << 20);

    /// <summary>A body that comes faster than it is read: a call takes 1 us, in which the server sends more than a call reads.</summary>
    [TestCase(LoadModel.Open)]
    [TestCase(LoadModel.Closed)]
    public async Task Run_OneEndlessFastBody_KeepsNoOtherRequestWaiting(LoadModel model)
    {
        var sent = 0;
        var simulation = new Simulation(request =>
        {
            if (request.Number != 30)
            {
                request.Answer(Exchange.Pong, TimeSpan.FromMilliseconds(1));
                return;
            }

            request.Connection.Send("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
            void Pour()
            {
                request.Connection.Send(Megabyte);
                if (++sent < 40)
                {
                    request.Clock.After(30_000, Pour);
                }
            }

            Pour();
        });
        var options = new LoadOptions
        {
            Model = model, Requests = model == LoadModel.Closed ? 2_000 : null, Rate = 2_000, Duration = TimeSpan.FromSeconds(1),
            Connections = 20, Timeout = TimeSpan.FromSeconds(2), WarmUp = WarmUp.Of(0),
        };

        var run = await simulation.RunAsync(options, [new LoadRoute { Name = "echo", Host = "echo.test" }]);

        var responses = run.Recorded.Raw.ToArray().Select(sample => sample.Response).Order().ToArray();
        Assert.That((run.Totals.Completed, run.Totals.Failed), Is.EqualTo((1_999, 1)), "the endless one times out");
        Assert.That(responses[^2], Is.LessThan(2_000), "the others");
    }
}
