using Gauntlet.LoadGenerator.Adapters;
using Gauntlet.LoadGenerator.Planning;
using Gauntlet.Metrics.Model;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.LoadGenerator.Tests.Adapters;

/// <summary>The documented output of tools that need not be installed.</summary>
internal sealed class ToolFormatTests
{
    private static readonly LoadTarget Target = new(System.Net.IPAddress.Loopback, 8080);
    private static readonly LoadOptions ClosedOptions = new() { Model = LoadModel.Closed, Requests = 3 };

    [Test]
    public void Read_K6Points_BooksEveryRequestAndDrop()
    {
        const string Output = """
            {"type":"Metric","data":{"name":"http_req_duration","type":"trend","contains":"time","thresholds":[],"submetrics":null},"metric":"http_req_duration"}
            {"metric":"http_req_duration","type":"Point","data":{"time":"2026-05-12T15:53:00.100000000Z","value":1.5,"tags":{"name":"foo","status":"200"}}}
            {"metric":"http_req_duration","type":"Point","data":{"time":"2026-05-12T15:53:01.200000000Z","value":2.25,"tags":{"name":"bar","status":"503"}}}
            {"metric":"http_req_duration","type":"Point","data":{"time":"2026-05-12T15:53:01.300000000Z","value":0,"tags":{"name":"bar","status":"0","error_code":"1212"}}}
            {"metric":"http_req_duration","type":"Point","data":{"time":"2026-05-12T15:53:01.300000000Z","value":10000,"tags":{"name":"foo","status":"0","error_code":"1050"}}}
            {"metric":"dropped_iterations","type":"Point","data":{"time":"2026-05-12T15:53:01.400000000Z","value":3,"tags":{}}}
            """;

        var (run, samples) = Read(new K6Adapter(), Output);

        Assert.That(run.Totals, Is.EqualTo(new LoadTotals(7, 1, 3, 3, 0, 0)));
        Assert.That(samples, Is.EqualTo(new[]
        {
            new ToolSample(0, 0, 1_500, Outcome.Success),
            new ToolSample(1, 1, 2_250, Outcome.Status),
            new ToolSample(1, 1, 0, Outcome.ConnectRefused),
            new ToolSample(0, 1, 10_000_000, Outcome.Timeout),
        }));
    }

    [Test]
    public void Read_K6NumberOfRequests_LastsFromItsFirstStartToItsLastEnd()
    {
        const string Output = """
            {"metric":"http_req_duration","type":"Point","data":{"time":"2026-05-12T15:53:00.500000000Z","value":200,"tags":{"name":"foo","status":"200"}}}
            {"metric":"http_req_duration","type":"Point","data":{"time":"2026-05-12T15:53:05.250000000Z","value":10,"tags":{"name":"foo","status":"200"}}}
            {"metric":"http_req_duration","type":"Point","data":{"time":"2026-05-12T15:53:01.000000000Z","value":750,"tags":{"name":"bar","status":"200"}}}
            """;

        var (run, _) = Read(new K6Adapter(), Output, ClosedOptions);

        Assert.That(run.Measured, Is.EqualTo(TimeSpan.FromSeconds(5)));
    }

    [Test]
    public void Read_K6NumberOfRequestsWithoutAnAnswer_LastsNoTime() =>
        Assert.That(Read(new K6Adapter(), "", ClosedOptions).Run.Measured, Is.EqualTo(TimeSpan.Zero));

    [Test]
    public void Read_VegetaHits_ChecksStatusAndBody()
    {
        const string Output = """
            {"attack":"","seq":0,"code":200,"timestamp":"2026-05-12T15:53:00.000000001+02:00","latency":1500000,"bytes_out":0,"bytes_in":4,"error":"","body":"cG9uZw==","method":"GET","url":"http://127.0.0.1:8080/","headers":{}}
            {"attack":"","seq":1,"code":200,"timestamp":"2026-05-12T15:53:00.100000001+02:00","latency":1600000,"bytes_out":0,"bytes_in":4,"error":"","body":"cGluZw==","method":"GET","url":"http://127.0.0.1:8080/","headers":{}}
            {"attack":"","seq":2,"code":500,"timestamp":"2026-05-12T15:53:01.000000002+02:00","latency":1700000,"bytes_out":0,"bytes_in":0,"error":"500 Internal Server Error","body":null,"method":"GET","url":"http://127.0.0.1:8080/","headers":{}}
            {"attack":"","seq":3,"code":0,"timestamp":"2026-05-12T15:53:01.100000002+02:00","latency":90000,"bytes_out":0,"bytes_in":0,"error":"Get \"http://127.0.0.1:8080/\": dial tcp 127.0.0.1:8080: connect: connection refused","body":null,"method":"GET","url":"http://127.0.0.1:8080/","headers":null}
            """;

        var (run, samples) = Read(new VegetaAdapter(), Output);

        Assert.That(run.Totals, Is.EqualTo(new LoadTotals(4, 1, 3, 0, 0, 0)));
        Assert.That(samples.Select(sample => sample.Outcome), Is.EqualTo(new[] { Outcome.Success, Outcome.WrongBody, Outcome.Status, Outcome.ConnectRefused }));
        Assert.That(samples.Select(sample => sample.Microseconds), Is.EqualTo(new[] { 1_500, 1_600, 1_700, 90 }));
        Assert.That(samples.Select(sample => sample.Second), Is.EqualTo(new[] { 0, 0, 1, 1 }));
    }

    [TestCase(EngineKind.Vegeta, LoadModel.Closed, "no closed model")]
    public void RunAsync_ModelTheToolLacks_SaysSo(EngineKind engine, LoadModel model, string words)
    {
        var options = new LoadOptions { Engine = engine, Model = model };

        Assert.That(
            () => LoadRunner.RunAsync(options, Routes(), Target, null, null, CancellationToken.None),
            Throws.ArgumentException.With.Message.Contains(words));
    }

    [Test]
    public void Prepare_K6Script_CarriesThePlan()
    {
        var folder = Directory.CreateTempSubdirectory("gauntlet-k6-").FullName;
        try
        {
            var job = Job();

            new K6Adapter().Prepare(job, folder);

            var script = File.ReadAllText(Path.Combine(folder, "plan.js"));
            Assert.That(script, Does.Contain("const plan = [" + string.Join(',', Enumerable.Range(0, 50).Select(i => job.Plan.Route(i)))));
            Assert.That(script, Does.Contain("\"executor\":\"constant-arrival-rate\",\"rate\":1000"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (LoadRun Run, IReadOnlyList<ToolSample> Samples) Read(IToolAdapter tool, string output, LoadOptions? options = null)
    {
        var job = Job(options);
        var result = tool.Read(job, output);
        return (ToolRun.Book(tool, job, result, warmUp: null, interrupted: false), result.Samples);
    }

    private static ToolJob Job(LoadOptions? options = null)
    {
        options ??= new LoadOptions();
        return new ToolJob(options, Routes(), Target, new LoadPlan(options, Routes()));
    }

    private static LoadRoute[] Routes() =>
    [
        new LoadRoute { Name = "foo", Host = "foo.test", ExpectedBody = "pong"u8.ToArray() },
        new LoadRoute { Name = "bar", Host = "bar.test", ExpectedBody = "pong"u8.ToArray() },
    ];
}
