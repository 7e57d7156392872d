using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Gauntlet.LoadGenerator;

// One run against a port of this machine; one line of figures: requests/s, CPU us per request, bytes allocated per request, requests measured,
// and peak of the resident memory in MB. Arguments: engine port seconds hosts
// "turns port rounds worker name=command..." runs several tools in turns against the server whose process is "worker", a line of figures a turn.
// "open port rounds worker rate name=command..." does the same at a constant rate; "client port engine" is one of the tools of that.
if (args[0] is "turns" or "open")
{
    using var server = new ServerCount(port: Number(1));
    await (args[0] == "turns"
        ? new Turns(server, worker: Number(3), args[4..]).RunAsync(Number(2))
        : new OpenTurns(Number(1), server, worker: Number(3), args[5..]).RunAsync(Number(2), rate: Number(4)));
    return;
}

if (args[0] == "client")
{
    await OpenClient.ServeAsync(port: Number(1), engine: args[2]);
    return;
}

var engine = args[0];
var port = Number(1);
var seconds = double.Parse(args[2], CultureInfo.InvariantCulture);
var hosts = Number(3);

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
    Model = LoadModel.Closed,
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
    + $"{ended} {process.PeakWorkingSet64 >> 20}"));

int Number(int argument) => int.Parse(args[argument], CultureInfo.InvariantCulture);
