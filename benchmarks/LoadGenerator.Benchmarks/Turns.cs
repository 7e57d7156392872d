using System.Globalization;

/// <summary>
/// Lets load tools take turns of a fifth of a second on one core. A machine that other guests share changes its speed within seconds by more than
/// the tools differ; neighbouring turns see the same machine, so their ratio is that of the tools.
/// </summary>
/// <param name="port">Where the server listens.</param>
/// <param name="worker">The process that serves.</param>
/// <param name="tools">Name and command line of each tool, as in "wrk=wrk -t1".</param>
internal sealed class Turns(int port, int worker, IReadOnlyList<string> tools) : IDisposable
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(7); // the runtime compiles for so long
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(200);

    private readonly HttpClient _server = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };

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

    public void Dispose() => _server.Dispose();

    private async Task<string> MeasureAsync(Contestant contestant)
    {
        contestant.Resume();
        await Task.Delay(Settling);
        var (requests, tool, server, from) =
            (await ServedAsync(), ProcessorUse.Of(contestant.ProcessId), ProcessorUse.Of(worker), TimeProvider.System.GetTimestamp());
        await Task.Delay(Turn);
        var served = await ServedAsync() - requests;
        var length = TimeProvider.System.GetElapsedTime(from);
        var (byTool, byServer) = (ProcessorUse.Of(contestant.ProcessId) - tool, ProcessorUse.Of(worker) - server);
        contestant.Pause();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{served / length.TotalSeconds:F0} {byTool.TotalMicroseconds / served:F3} {byServer.TotalMicroseconds / served:F3}");
    }

    /// <summary>Requests that nginx has answered; its own count, so that no tool's is trusted.</summary>
    private async Task<long> ServedAsync()
    {
        var counts = (await _server.GetStringAsync("served")).Split('\n')[2]; // accepted, handled, requests
        return long.Parse(counts.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2], CultureInfo.InvariantCulture);
    }
}
