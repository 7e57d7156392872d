using Gauntlet.LoadGenerator.Adapters;
using Gauntlet.Metrics.Model;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.LoadGenerator.Tests.Adapters;

/// <summary>The documented input and output of vegeta, which need not be installed.</summary>
internal sealed class VegetaEngineTests
{
    private const string Hits = "hits.json";

    [Test]
    public void Read_Hits_ChecksStatusAndBody()
    {
        const string Output = """
            {"attack":"","seq":0,"code":200,"timestamp":"2026-05-12T15:53:00.000000001+02:00","latency":1500000,"bytes_out":0,"bytes_in":4,"error":"","body":"cG9uZw==","method":"GET","url":"http://127.0.0.1:8080/","headers":{}}
            {"attack":"","seq":1,"code":200,"timestamp":"2026-05-12T15:53:00.100000001+02:00","latency":1600000,"bytes_out":0,"bytes_in":4,"error":"","body":"cGluZw==","method":"GET","url":"http://127.0.0.1:8080/","headers":{}}
            {"attack":"","seq":2,"code":500,"timestamp":"2026-05-12T15:53:01.000000002+02:00","latency":1700000,"bytes_out":0,"bytes_in":0,"error":"500 Internal Server Error","body":null,"method":"GET","url":"http://127.0.0.1:8080/","headers":{}}
            {"attack":"","seq":3,"code":0,"timestamp":"2026-05-12T15:53:01.100000002+02:00","latency":90000,"bytes_out":0,"bytes_in":0,"error":"Get \"http://127.0.0.1:8080/\": dial tcp 127.0.0.1:8080: connect: connection refused","body":null,"method":"GET","url":"http://127.0.0.1:8080/","headers":null}
            """;

        var (run, samples) = ToolBench.Read(new VegetaEngine(), Hits, Output);

        Assert.That(run.Totals, Is.EqualTo(new LoadTotals(4, 1, 3, 0, 0, 0)));
        Assert.That(samples.Select(sample => sample.Outcome), Is.EqualTo(new[] { Outcome.Success, Outcome.WrongBody, Outcome.Status, Outcome.ConnectRefused }));
        Assert.That(samples.Select(sample => sample.Microseconds), Is.EqualTo(new[] { 1_500, 1_600, 1_700, 90 }));
        Assert.That(samples.Select(sample => sample.Second), Is.EqualTo(new[] { 0, 0, 1, 1 }));
    }

    [TestCase(1_000, "-rate=1000/1s")]
    [TestCase(0.4, "-rate=4/10s")]
    [TestCase(12.345, "-rate=12345/1000s")]
    public void Prepare_Rate_IsExact(double rate, string argument) =>
        Assert.That(
            ToolBench.InFolder(folder => new VegetaEngine().Prepare(ToolBench.Job(new LoadOptions { Rate = rate }), folder))[0],
            Does.Contain(argument));

    [Test]
    public void Prepare_Connections_AreTheMostThatAreOpen() =>
        Assert.That(ToolBench.InFolder(folder => new VegetaEngine().Prepare(ToolBench.Job(), folder))[0], Does.Contain("-max-connections=50"));

    [TestCase("Get \"http://127.0.0.1:80/timeout/refused?dns=EOF\": read tcp 127.0.0.1:5->127.0.0.1:80: read: connection reset by peer", Outcome.Reset)]
    [TestCase("Get \"http://127.0.0.1:80/tls: \\\"refused\\\": x\": EOF", Outcome.EndOfStream)]
    [TestCase("Get \"http://127.0.0.1:80/\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)", Outcome.Timeout)]
    [TestCase("Get \"http://127.0.0.1:80/\": dial tcp 127.0.0.1:80: i/o timeout", Outcome.ConnectTimeout)]
    [TestCase("Get \"http://127.0.0.1:80/\": dial tcp 0.0.0.0:0->127.0.0.1:80: connect: connection refused", Outcome.ConnectRefused)]
    [TestCase("Get \"https://127.0.0.1/\": tls: failed to verify certificate: x509: certificate has expired", Outcome.Tls)]
    [TestCase("Get \"http://127.0.0.1:80/\": net/http: HTTP/1.x transport connection broken: malformed HTTP status code \"abc\"", Outcome.Malformed)]
    [TestCase("Get \"http://127.0.0.1:80/refused\": net/http: something new", Outcome.Other)]
    public void OutcomeOf_ErrorOfGo_IsReadWithoutTheAddress(string error, Outcome outcome) => Assert.That(GoErrors.OutcomeOf(error), Is.EqualTo(outcome));
}
