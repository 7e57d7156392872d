using System.Globalization;
using System.Net;
using System.Text;
using Gauntlet.LoadGenerator;

// One closed run against a port of this machine; one line of figures: requests/s, CPU us per request, bytes allocated per request, failures.
// Arguments: engine port seconds hosts
var engine = Enum.Parse<EngineKind>(args[0], ignoreCase: true);
var port = int.Parse(args[1], CultureInfo.InvariantCulture);
var seconds = double.Parse(args[2], CultureInfo.InvariantCulture);
var hosts = int.Parse(args[3], CultureInfo.InvariantCulture);

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
    WarmUp = WarmUp.For(TimeSpan.FromSeconds(1.5)),
    Threads = 1,
    Engine = engine,
};

var (run, allocated) = await LoadRunner.MeasureAsync(options, routes, new LoadTarget(IPAddress.Loopback, port), null, null, CancellationToken.None);
var ended = run.Totals.Completed + run.Totals.Failed;
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"{ended / run.Measured.TotalSeconds:F0} {run.ProcessorTime!.Value.TotalMicroseconds / ended:F3} {(double)allocated / ended:F4} {run.Totals.Failed}"));
