using System.Globalization;
using System.Net;
using System.Text;
using Gauntlet.LoadGenerator;

/// <summary>
/// A process that stays warm between its turns: for each line it reads, "rate lead-in seconds", it runs one open load, or waits as the bare timer does, and
/// answers with a line of p50 and p99 in microseconds of the send lag and of the service time, "-" where there is none.
/// </summary>
internal static class OpenClient
{
    public static async Task ServeAsync(int port, string engine)
    {
        while (await Console.In.ReadLineAsync() is { } line)
        {
            double[] words = [.. line.Split(' ').Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
            var (rate, leadIn, length) = (words[0], TimeSpan.FromSeconds(words[1]), TimeSpan.FromSeconds(words[2]));
            Console.WriteLine(engine == "timer"
                ? Percentiles(BareTimer.Lags(leadIn, length, rate)) + " - -"
                : await LoadAsync(port, engine, rate, leadIn, length));
        }
    }

    private static async Task<string> LoadAsync(int port, string engine, double rate, TimeSpan leadIn, TimeSpan length)
    {
        var options = new LoadOptions { Rate = rate, Duration = length, WarmUp = WarmUp.For(leadIn), Threads = 1, Engine = engine };
        var route = new LoadRoute { Name = "host0", Host = "host0.test", ExpectedBody = Encoding.ASCII.GetBytes("pong") };
        var run = await LoadRunner.RunAsync(new LoadJob(options, [route], new LoadTarget(IPAddress.Loopback, port)), CancellationToken.None);
        if (run.Totals.Failed + run.Totals.Dropped > 0)
        {
            throw new InvalidOperationException($"not all was answered: {run.Totals}");
        }

        var lag = run.Recorded.Lag.ToHistogram();
        long[] service = [.. run.Recorded.Raw.ToArray().Select(sample => 1_000L * sample.Service).Order()];
        return $"{lag.GetValueAtPercentile(50)} {lag.GetValueAtPercentile(99)} {Percentiles(service)}";
    }

    private static string Percentiles(long[] ascending) =>
        $"{ascending[ascending.Length / 2] / 1_000} {ascending[ascending.Length * 99 / 100] / 1_000}";
}
