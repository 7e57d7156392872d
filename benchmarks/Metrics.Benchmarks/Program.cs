using System.Diagnostics;
using System.Globalization;
using Gauntlet.Metrics.Model;
using Gauntlet.Metrics.Recording;
using Gauntlet.Reports;
using Gauntlet.Reports.Load;
using Gauntlet.Reports.Writers;
using HdrHistogram;
using Recorder = Gauntlet.Metrics.Recording.Recorder;

const int Samples = 10_000_000;
const int Rounds = 5;
var latencies = new int[1 << 16];
var random = new Random(1);
for (var i = 0; i < latencies.Length; i++)
{
    latencies[i] = (int)(800 * Math.Exp(0.5 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())));
}

var bare = double.MaxValue;
var record = double.MaxValue;
for (var round = 0; round < Rounds; round++)
{
    // Alternating rounds of the same run; the best of each is least disturbed by other work on the machine.
    bare = Math.Min(bare, Bare());
    record = Math.Min(record, Fill(new Recorder(2, 15, 1_000_000), Samples).TotalNanoseconds / Samples);
}

var (left, right) = (new Recorder(2, 15, 1_000_000), new Recorder(2, 15, 1_000_000));
Fill(left, Samples / 2);
Fill(right, Samples / 2);
var sort = Sort();
var start = Stopwatch.GetTimestamp();
left.Merge(right);
var document = MetricsBuilder.Build(Run(left), Header());
var length = MetricsJson.Write(document).Length + MarkdownWriter.Write(Report(document), 65_536).Length + HtmlWriter.Write(Report(document)).Length;
var report = Stopwatch.GetElapsedTime(start);

Print($"one bare LongHistogram.RecordValue     {bare,8:0.00} ns");
Print($"one Recorder.Record                    {record,8:0.00} ns   {record / bare,6:0.00} x (at most 6 x)");
Print($"sorting {Samples:N0} samples once       {sort.TotalMilliseconds,8:0} ms");
Print($"merging and reporting them             {report.TotalMilliseconds,8:0} ms   {report / sort,6:0.00} x (below 1 x), {length:N0} characters of reports");
return record <= 6 * bare && report < sort ? 0 : 1;

static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

double Bare()
{
    var histogram = new LongHistogram(1, Recorder.HighestMicroseconds, Recorder.SignificantDigits);
    var start = Stopwatch.GetTimestamp();
    for (var i = 0; i < Samples; i++)
    {
        histogram.RecordValue(latencies[i & 0xFFFF]);
    }

    return Stopwatch.GetElapsedTime(start).TotalNanoseconds / Samples;
}

TimeSpan Fill(Recorder recorder, int count)
{
    var perSecond = count / 15 + 1;
    var start = Stopwatch.GetTimestamp();
    var (second, left) = (0, perSecond);
    for (var i = 0; i < count; i++)
    {
        if (--left == 0)
        {
            (second, left) = (second + 1, perSecond);
        }

        var service = latencies[i & 0xFFFF];
        recorder.Record(i & 1, second, service + 40, service, Outcome.Success);
    }

    return Stopwatch.GetElapsedTime(start);
}

TimeSpan Sort()
{
    var all = new int[Samples];
    for (var i = 0; i < Samples; i++)
    {
        all[i] = latencies[random.Next(latencies.Length)] + random.Next(50);
    }

    var start = Stopwatch.GetTimestamp();
    Array.Sort(all);
    return Stopwatch.GetElapsedTime(start);
}

static LoadRun Run(Recorder recorder) => new()
{
    Routes = ["foo", "bar"],
    Recorded = recorder,
    Totals = new LoadTotals(recorder.Requests, recorder.Requests, 0, 0, 0, 0),
    Setup = new LoadSetup
    {
        Model = "open",
        Arrivals = "constant",
        OfferedRate = Samples / 15.0,
        Connections = 50,
        Loops = 2,
        Engine = "none",
        Seed = 1,
        Timeout = TimeSpan.FromSeconds(10),
        Reuse = "always",
    },
    Measured = TimeSpan.FromSeconds(15),
    WarmUp = TimeSpan.Zero,
    WarmUpRequests = 0,
};

static RunHeader Header() =>
    new() { RunId = "benchmark", Started = DateTimeOffset.UnixEpoch, Cluster = "none", Command = "dotnet run --project benchmarks/Metrics.Benchmarks" };

static Document Report(MetricsDocument document) =>
    new() { Run = document.Header.RunId, Outcome = CheckOutcome.Pass, Verdict = "Pass", Reasons = [], Sections = LoadReport.Of(document, null).Sections };
