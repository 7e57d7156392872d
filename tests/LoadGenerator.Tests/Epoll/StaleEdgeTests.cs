using Gauntlet.LoadGenerator.Tests.Conformance;
using Gauntlet.Metrics.Model;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.LoadGenerator.Tests.Epoll;

/// <summary>An event may tell of bytes that were read already, with those of the event before it.</summary>
[Platform("Linux")]
[CancelAfter(30_000)]
internal sealed class StaleEdgeTests
{
    private const string Bad = "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n";

    [Test]
    public async Task Run_RestOfAnswerComesBetweenEventAndRead_KeepsTheConnection(CancellationToken cancellation)
    {
        // The first two answers stop the loop at its failure log: in the second stop it knows of the third answer's first half and has not read it.
        using var failures = new GatedStream(cancellation);
        var allAsked = new TaskCompletionSource();
        var secondAnswered = new TaskCompletionSource();
        using var server = new ScriptedServer(async exchange =>
        {
            switch (exchange.Number)
            {
                case 1:
                    await allAsked.Task;
                    return await exchange.ReplyAsync(Bad);
                case 2:
                    await failures.FirstLine.Task;
                    await exchange.ReplyAsync(Bad);
                    secondAnswered.SetResult();
                    return true;
                case 3:
                    allAsked.SetResult();
                    await secondAnswered.Task;
                    await exchange.ReplyAsync(Exchange.Pong[..10]);
                    failures.Gate.Release();
                    await failures.SecondLine.Task;
                    await exchange.ReplyAsync(Exchange.Pong[10..]);
                    failures.Gate.Release();
                    return true;
                default:
                    return await exchange.ReplyAsync(Exchange.Pong);
            }
        });
        var options = new LoadOptions
        {
            Engine = EngineKind.Epoll,
            Rate = 10,
            Duration = TimeSpan.FromMilliseconds(600),
            Connections = 3,
            Threads = 1,
            WarmUp = WarmUp.Of(0),
        };

        var run = await LoadRunner.RunAsync(options, [new LoadRoute { Name = "echo", Host = "echo.test" }], server.Target, null, failures, cancellation);

        Assert.That(run.Totals, Is.EqualTo(new LoadTotals(6, 4, 2, 0, 0, 0)));
        Assert.That(server.Connections, Is.EqualTo(3));
    }

    [Test]
    public async Task Run_AnswerIsReadAfterItsDeadlineAndBeforeTheSweep_IsATimeout(CancellationToken cancellation)
    {
        using var failures = new GatedStream(cancellation);
        var allAsked = new TaskCompletionSource();
        var secondAnswered = new TaskCompletionSource();
        var timeout = TimeSpan.FromMilliseconds(300);
        using var server = new ScriptedServer(async exchange =>
        {
            switch (exchange.Number)
            {
                case 1:
                    await allAsked.Task;
                    return await exchange.ReplyAsync(Bad);
                case 2:
                    await failures.FirstLine.Task;
                    await exchange.ReplyAsync(Bad);
                    secondAnswered.SetResult();
                    return true;
                default:
                    allAsked.SetResult();
                    await secondAnswered.Task;
                    await exchange.ReplyAsync(Exchange.Pong);
                    failures.Gate.Release();
                    await failures.SecondLine.Task;
                    await Task.Delay(timeout, cancellation);
                    failures.Gate.Release(3);
                    return true;
            }
        });
        var options = new LoadOptions
        {
            Engine = EngineKind.Epoll,
            Model = LoadModel.Closed,
            Requests = 3,
            Connections = 3,
            Threads = 1,
            WarmUp = WarmUp.Of(0),
            Timeout = timeout,
        };

        var run = await LoadRunner.RunAsync(options, [new LoadRoute { Name = "echo", Host = "echo.test" }], server.Target, null, failures, cancellation);

        Assert.That(run.Totals, Is.EqualTo(new LoadTotals(3, 0, 3, 0, 0, 0)));
        Assert.That(run.Recorded.Routes[0].Outcomes[(int)Outcome.Timeout], Is.Positive);
    }

    /// <summary>Holds its writer at the end of each line.</summary>
    private sealed class GatedStream(CancellationToken cancellation) : MemoryStream
    {
        public TaskCompletionSource FirstLine { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource SecondLine { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public SemaphoreSlim Gate { get; } = new(0);

        public override void WriteByte(byte value)
        {
            if (!FirstLine.TrySetResult())
            {
                SecondLine.TrySetResult();
            }

            Gate.Wait(cancellation);
        }

        protected override void Dispose(bool disposing)
        {
            Gate.Dispose();
            base.Dispose(disposing);
        }
    }
}
