using Gauntlet.LoadGenerator.Adapters;
using Gauntlet.Metrics.Model;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.LoadGenerator.Tests.Adapters;

/// <summary>The documented input and output of k6, which need not be installed.</summary>
internal sealed class K6EngineTests
{
    private const string Points = "points.json";
    private static readonly LoadOptions ClosedOptions = new() { Model = LoadModel.Closed, Requests = 3 };

    [Test]
    public void Read_Points_BooksEveryRequestAndDrop()
    {
        const string Output = """
            {"type":"Metric","data":{"name":"http_req_duration","type":"trend","contains":"time","thresholds":[],"submetrics":null},"metric":"http_req_duration"}
            {"metric":"http_req_duration","type":"Point","data":{"time":"2026-05-12T15:53:00.100000000Z","value":1.5,"tags":{"name":"foo","status":"200"}}}
            {"metric":"http_req_duration","type":"Point","data":{"time":"2026-05-12T15:53:01.200000000Z","value":2.25,"tags":{"name":"bar","status":"503"}}}
            {"metric":"http_req_duration","type":"Point","data":{"time":"2026-05-12T15:53:01.300000000Z","value":0,"tags":{"name":"bar","status":"0","error_code":"1212"}}}
            {"metric":"http_req_duration","type":"Point","data":{"time":"2026-05-12T15:53:12.300000000Z","value":10000,"tags":{"name":"foo","status":"0","error_code":"1050"}}}
            {"metric":"dropped_iterations","type":"Point","data":{"time":"2026-05-12T15:53:01.400000000Z","value":3,"tags":null}}
            """;

        var (run, samples) = ToolBench.Read(new K6Engine(), Points, Output);

        Assert.That(run.Totals, Is.EqualTo(new LoadTotals(7, 1, 3, 3, 0, 0)));
        Assert.That(samples, Is.EqualTo(new[]
        {
            new ToolSample(0, 0, 1_500, Outcome.Success),
            new ToolSample(1, 1, 2_250, Outcome.Status),
            new ToolSample(1, 1, 0, Outcome.ConnectRefused),
            new ToolSample(0, 2, 10_000_000, Outcome.Timeout),
        }));
        Assert.That(run.Measured, Is.EqualTo(TimeSpan.FromSeconds(15)), "an open run lasts as long as its plan");
    }

    [Test]
    public void Book_WhatK6DoesNotMeasure_IsLeftOut()
    {
        var (run, _) = ToolBench.Read(new K6Engine(), Points,
            """{"metric":"http_req_duration","type":"Point","data":{"time":"2026-05-12T15:53:00Z","value":1,"tags":{"name":"foo","status":"200"}}}""");

        Assert.That(run.Setup.Loops, Is.Null);
        Assert.That(run.ProcessorTime, Is.Null);
        Assert.That(run.Recorded.Lag.Count, Is.Zero);
        Assert.That(run.Setup.Deviation, Does.Contain("response time is service time, and the send lag is not measured"));
    }

    [Test]
    public void Read_NumberOfRequests_LastsFromItsFirstStartToItsLastEnd()
    {
        const string Output = """
            {"metric":"http_req_duration","type":"Point","data":{"time":"2026-05-12T15:53:00.500000000Z","value":200,"tags":{"name":"foo","status":"200"}}}
            {"metric":"http_req_duration","type":"Point","data":{"time":"2026-05-12T15:53:05.250000000Z","value":10,"tags":{"name":"foo","status":"200"}}}
            {"metric":"http_req_duration","type":"Point","data":{"time":"2026-05-12T15:53:01.000000000Z","value":750,"tags":{"name":"bar","status":"200"}}}
            """;

        Assert.That(ToolBench.Read(new K6Engine(), Points, Output, ClosedOptions).Run.Measured, Is.EqualTo(TimeSpan.FromSeconds(5)));
    }

    [Test]
    public void Read_NumberOfRequestsWithoutAnAnswer_LastsNoTime() =>
        Assert.That(ToolBench.Read(new K6Engine(), Points, "", ClosedOptions).Run.Measured, Is.EqualTo(TimeSpan.Zero));

    [TestCase(1050, Outcome.Timeout)]
    [TestCase(1101, Outcome.Dns)]
    [TestCase(1201, Outcome.Reset)]
    [TestCase(1210, Outcome.Other)]
    [TestCase(1211, Outcome.ConnectTimeout)]
    [TestCase(1212, Outcome.ConnectRefused)]
    [TestCase(1220, Outcome.Reset)]
    [TestCase(1310, Outcome.Tls)]
    [TestCase(1000, Outcome.Other)]
    [TestCase(1602, Outcome.Other)]
    public void Read_ErrorCode_IsTheKindThatK6SaysOrNone(int code, Outcome outcome)
    {
        var point = "{\"metric\":\"http_req_duration\",\"type\":\"Point\",\"data\":{\"time\":\"2026-05-12T15:53:00Z\",\"value\":1,\"tags\":{\"name\":\"foo\",\"status\":\"0\",\"error_code\":\""
            + code + "\"}}}";

        Assert.That(ToolBench.Read(new K6Engine(), Points, point).Samples.Single().Outcome, Is.EqualTo(outcome));
    }

    /// <summary>k6 does not say of which route a dropped iteration was, nor whether the server or k6 itself was the reason.</summary>
    [Test]
    public void Book_DroppedIterations_AreNobodysErrorAndNoPass()
    {
        const string Output = """
            {"metric":"http_req_duration","type":"Point","data":{"time":"2026-05-12T15:53:00Z","value":1,"tags":{"name":"foo","status":"200"}}}
            {"metric":"dropped_iterations","type":"Point","data":{"time":"2026-05-12T15:53:01.400000000Z","value":3,"tags":null}}
            """;

        var overall = MetricsBuilder.Build(ToolBench.Read(new K6Engine(), Points, Output).Run, ToolBench.Header).Overall;

        Assert.That((overall.Errors, overall.Due, overall.Dropped(DropCause.GeneratorLate)), Is.EqualTo((0, 1, 3)));
    }

    [Test]
    public void Read_RequestThatThePlanDoesNotName_IsRefused() =>
        Assert.That(
            () => ToolBench.Read(new K6Engine(), Points,
                """{"metric":"http_req_duration","type":"Point","data":{"time":"2026-05-12T15:53:00Z","value":1,"tags":{"name":"baz"}}}"""),
            Throws.TypeOf<FormatException>().With.Message.Contains("'baz'"));

    [TestCase(1_000, "\"timeUnit\":\"1s\"", "\"rate\":1000,")]
    [TestCase(0.4, "\"timeUnit\":\"10s\"", "\"rate\":4,")]
    [TestCase(333.25, "\"timeUnit\":\"100s\"", "\"rate\":33325,")]
    public void Prepare_OpenModel_CarriesThePlanAndItsExactRate(double rate, string unit, string count)
    {
        var job = ToolBench.Job(new LoadOptions { Rate = rate });
        var script = ToolBench.InFolder(folder =>
        {
            new K6Engine().Prepare(job, folder);
            return File.ReadAllText(Path.Combine(folder, "plan.js"));
        });

        Assert.That(script, Does.Contain("const plan = [" + string.Join(',', Enumerable.Range(0, 50).Select(i => job.Plan.Route(i)))));
        Assert.That(script, Does.Contain("\"executor\":\"constant-arrival-rate\"").And.Contains(unit).And.Contains(count));
    }

    [Test]
    public void Prepare_Stages_ShareOneUnitOfTime()
    {
        var script = K6Script.Render(ToolBench.Job(new LoadOptions { Stages = LoadStage.ParseList("10s:0.5,20s:200") }));

        Assert.That(
            script,
            Does.Contain("\"timeUnit\":\"10s\"").And.Contains("{\"duration\":\"10000ms\",\"target\":5},{\"duration\":\"20000ms\",\"target\":2000}"));
    }
}
