using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Gauntlet.LoadGenerator;

// One run against a port of this machine; one line of figures: requests/s, CPU us per request, bytes allocated per request, requests measured,
// peak of the resident memory in MB and, of an open run, p99 of the send lag in us. Arguments: engine port seconds hosts [rate of an open run]
// "turns port rounds worker name=command..." runs several tools in turns against the server whose process is "worker", a line of figures a turn.
// "timer 0 seconds 0 rate" waits for the same moments and sends nothing: what this machine's timers and scheduler add, which no engine can undercut.
if (args[0] == "turns")
{
    using var turns = new Turns(port: Number(1), worker: Number(3), args[4..]);
    await turns.RunAsync(Number(2));
    return;
}

if (args[0] == "timer")
{
    Console.WriteLine(BareTimer.Lag(
        TimeSpan.FromSeconds(double.Parse(args[2], CultureInfo.InvariantCulture)), double.Parse(args[4], CultureInfo.InvariantCulture)));
    return;
}

var engine = args[0];
var port = Number(1);
var seconds = double.Parse(args[2], CultureInfo.InvariantCulture);
var hosts = Number(3);

var rate = args.Length > 4 ? double.Parse(args[4], CultureInfo.InvariantCulture) : (double?)null;

var weights = new Random(12345);
var routes = Enumerable.Range(0, hosts).Select(i => new LoadRoute
{
    Name = $"host{i}",
    Host = $"host{i}.test",
    Weight = 1 + (weights.NextDouble() * 9),
    ExpectedBody = Encoding.ASCII.GetBytes("pong"),
}).ToArray();
var options = new LoadOptions
{
    Model = rate is null ? LoadModel.Closed : LoadModel.Open,
    Rate = rate ?? 0,
    Duration = TimeSpan.FromSeconds(seconds),
    WarmUp = WarmUp.For(TimeSpan.FromSeconds(5)), // for so long the runtime compiles, on the core that is measured
    Threads = 1,
    Engine = engine,
};

var run = await LoadRunner.RunAsync(new LoadJob(options, routes, new LoadTarget(IPAddress.Loopback, port)), CancellationToken.None);
using var process = Process.GetCurrentProcess();
if (run.Totals.Failed > 0)
{
    throw new InvalidOperationException($"{run.Totals.Failed} requests failed: the figures of the others would flatter the engine");
}

var ended = run.Totals.Completed;
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"{ended / run.Measured.TotalSeconds:F0} {run.ProcessorTime!.Value.TotalMicroseconds / ended:F3} {(double)run.AllocatedBytes!.Value / ended:F4} "
    + $"{ended} {process.PeakWorkingSet64 >> 20}{(rate is null ? "" : $" {Lag()}")}"));

int Number(int argument) => int.Parse(args[argument], CultureInfo.InvariantCulture);

long Lag() => run.Recorded.Lag.ToHistogram().GetValueAtPercentile(99);
