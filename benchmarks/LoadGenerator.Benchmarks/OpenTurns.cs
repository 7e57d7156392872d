using System.Diagnostics;
using System.Globalization;

/// <summary>
/// Lets load tools take turns at a constant rate. A tool of the open model that was stopped owes what was due meanwhile and pays it in a burst, so none is
/// stopped here: each turn is a run of its own. Ours stays warm between its runs, as the runtime compiles for seconds; the others have nothing to warm
/// up and are started anew. Each has a lead-in, of which nothing counts: connections are made, and the first burst of tools that begin with one is over.
/// A turn that this machine let outlast its run is made again.
/// </summary>
/// <param name="port">Where nginx listens.</param>
/// <param name="server">Where it counts.</param>
/// <param name="worker">The process that serves.</param>
/// <param name="tools">
/// Name and command line of each tool: "hey=hey -z 9s" is started each turn, "epoll~dotnet ... client" is an <see cref="OpenClient"/>.
/// </param>
internal sealed class OpenTurns(int port, ServerCount server, int worker, IReadOnlyList<string> tools)
{
    private const int WarmUpRuns = 32; // after so many the runtime compiles what a run calls once
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan LeadIn = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan Start = TimeSpan.FromMilliseconds(1_500); // wrk2 sends nothing in its first second
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(600);
    private static readonly TimeSpan Tail = TimeSpan.FromMilliseconds(200); // what is sent after the turn

    /// <summary>
    /// Prints a line a turn: round, rate, tool, requests/s, CPU us per request of the tool and of the server, wake-ups per request, and what an
    /// <see cref="OpenClient"/> says of itself; then, for root, a line a tool of what <see cref="Wire"/> and an <see cref="OpenClient"/> say.
    /// </summary>
    public async Task RunAsync(int rounds, int rate)
    {
        var contestants = tools.Select(tool => new OpenContestant(tool)).ToList();
        try
        {
            foreach (var contestant in contestants.Where(contestant => contestant.IsWarm))
            {
                for (var run = 0; run <= WarmUpRuns; run++)
                {
                    contestant.Begin(rate, run < WarmUpRuns ? TimeSpan.Zero : WarmUp, Tail);
                    await contestant.EndAsync();
                }
            }

            for (var round = 1; round <= rounds; round++)
            {
                foreach (var contestant in contestants)
                {
                    Console.WriteLine($"{round} {rate} {contestant.Name} {await MeasureAsync(contestant, rate)}");
                }

                contestants.Reverse(); // so that none always follows the same
            }

            foreach (var contestant in contestants.Where(contestant => Environment.IsPrivilegedProcess && contestant.Name != "timer"))
            {
                Console.WriteLine($"wire {rate} {contestant.Name} {await WatchAsync(contestant, rate)}");
            }
        }
        finally
        {
            contestants.ForEach(contestant => contestant.Dispose());
        }
    }

    private async Task<string> MeasureAsync(OpenContestant contestant, int rate)
    {
        while (true)
        {
            contestant.Begin(rate, LeadIn, Turn + Tail);
            await Task.Delay(contestant.IsWarm ? LeadIn : Start);
            var (requests, from) = (await server.ServedAsync(), Stopwatch.GetTimestamp());
            var (tool, ofServer) = (contestant.Use, ProcessorUse.Of(worker));
            await Task.Delay(Turn);
            var (served, length) = (await server.ServedAsync() - requests - 1, Stopwatch.GetElapsedTime(from));
            var (byTool, byServer) = (contestant.Use - tool, ProcessorUse.Of(worker) - ofServer);
            var wasAtWork = contestant.IsAtWork;
            var ofItself = await contestant.EndAsync();
            if (wasAtWork)
            {
                var (perSecond, count) = (served / length.TotalSeconds, served == 0 ? rate * length.TotalSeconds : served); // the bare timer sends nothing
                var (ofTool, ofNginx) = (byTool.Microseconds / count, byServer.Microseconds / count);
                return string.Create(CultureInfo.InvariantCulture, $"{perSecond:F0} {ofTool:F3} {ofNginx:F3} {byTool.WakeUps / count:F3} {ofItself}");
            }
        }
    }

    private async Task<string> WatchAsync(OpenContestant contestant, int rate)
    {
        contestant.Begin(rate, LeadIn, Turn + Tail);
        await Task.Delay(contestant.IsWarm ? LeadIn : Start);
        return $"{await Wire.WatchAsync(port, Turn)} {await contestant.EndAsync()}";
    }
}
