using System.Globalization;

/// <summary>
/// Lets load tools take turns of a fifth of a second on one core. A machine that other guests share changes its speed within seconds by more than
/// the tools differ; neighbouring turns see the same machine, so their ratio is that of the tools.
/// </summary>
/// <param name="server">Where nginx counts.</param>
/// <param name="worker">The process that serves.</param>
/// <param name="tools">Name and command line of each tool, as in "wrk=wrk -t1".</param>
internal sealed class Turns(ServerCount server, int worker, IReadOnlyList<string> tools)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(7); // the runtime compiles for so long
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(200);

    /// <summary>Prints a line a turn: round, tool, requests/s, CPU us per request of the tool and of the server.</summary>
    public async Task RunAsync(int rounds)
    {
        var contestants = new List<Contestant>();
        try
        {
            foreach (var tool in tools)
            {
                contestants.Add(new Contestant(tool));
                await Task.Delay(WarmUp);
                contestants[^1].Pause();
            }

            for (var round = 1; round <= rounds; round++)
            {
                foreach (var contestant in contestants)
                {
                    var figures = await MeasureAsync(contestant);
                    Console.WriteLine($"{round} {contestant.Name} {figures}");
                }

                contestants.Reverse(); // so that none always follows the same
            }
        }
        finally
        {
            contestants.ForEach(contestant => contestant.Dispose());
        }
    }

    private async Task<string> MeasureAsync(Contestant contestant)
    {
        contestant.Resume();
        await Task.Delay(Settling);
        var (requests, tool, ofServer, from) =
            (await server.ServedAsync(), ProcessorUse.Of(contestant.ProcessId), ProcessorUse.Of(worker), TimeProvider.System.GetTimestamp());
        await Task.Delay(Turn);
        var served = await server.ServedAsync() - requests;
        var length = TimeProvider.System.GetElapsedTime(from);
        var (byTool, byServer) = (ProcessorUse.Of(contestant.ProcessId) - tool, ProcessorUse.Of(worker) - ofServer);
        contestant.Pause();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{served / length.TotalSeconds:F0} {byTool.Microseconds / served:F3} {byServer.Microseconds / served:F3}");
    }
}
