using System.Text.Json;
using Gauntlet.Experiments.Resources;

namespace Gauntlet.Experiments.Tests.Resources;

/// <summary>Answers of kubelets: the fields of 1.20, and those that came later.</summary>
public sealed class SummaryJsonTests
{
    private static readonly DateTimeOffset ReadAt = new(2026, 11, 29, 12, 0, 9, TimeSpan.Zero);

    [Test]
    public void Read_KubeletOf120_TakesTheCountersAndTheirOwnTimes()
    {
        var samples = Read("""
            {
              "node": {"nodeName": "worker", "cpu": {"time": "2026-11-29T12:00:03Z", "usageNanoCores": 250000000, "usageCoreNanoSeconds": 9000000000},
                       "memory": {"time": "2026-11-29T12:00:03Z", "workingSetBytes": 300}},
              "pods": [
                {"podRef": {"name": "foo-1", "namespace": "echo", "uid": "u1"}, "containers": [{"name": "echo", "cpu": {"usageCoreNanoSeconds": 1}}],
                 "cpu": {"time": "2026-11-29T11:59:55Z", "usageNanoCores": 0, "usageCoreNanoSeconds": 1500000000},
                 "memory": {"time": "2026-11-29T11:59:55Z", "usageBytes": 30, "workingSetBytes": 20},
                 "network": {"time": "2026-11-29T11:59:54Z", "name": "eth0", "rxBytes": 1000, "txBytes": 2000}}
              ]
            }
            """);

        Assert.That(samples, Is.EqualTo(new[]
        {
            new UsageSample("worker", null, null, new DateTimeOffset(2026, 11, 29, 12, 0, 3, TimeSpan.Zero), ReadAt) { Cpu = 9_000_000_000, WorkingSet = 300 },
            new UsageSample("worker", "u1", null, new DateTimeOffset(2026, 11, 29, 11, 59, 55, TimeSpan.Zero), ReadAt)
            {
                Cpu = 1_500_000_000, WorkingSet = 20, Received = 1_000, Sent = 2_000,
            },
        }));
    }

    [Test]
    public void Read_KubeletThatCountsPressure_TellsItInMicroseconds() => Assert.That(
        Read("""
            {"pods": [{"podRef": {"uid": "u1"}, "cpu": {"time": "2026-11-29T12:00:00Z", "usageCoreNanoSeconds": 5,
                       "psi": {"some": {"total": 7000, "avg10": 1}, "full": {"total": 1}}}}]}
            """).Single().CpuPressure,
        Is.EqualTo(7));

    [TestCase("{}")]
    [TestCase("[]")]
    [TestCase("""{"pods": null}""")]
    [TestCase("""{"pods": [null, 1, {}, {"podRef": {"uid": 5}}, {"podRef": {"uid": "u1"}}, {"podRef": {"uid": "u1"}, "cpu": {"time": "soon"}}]}""")]
    [TestCase("""{"node": {"cpu": {"usageCoreNanoSeconds": 5}}}""")]
    public void Read_PodThatHasNotRunYetOrAnotherAnswer_HasNoSample(string json) => Assert.That(Read(json), Is.Empty);

    [TestCase("-1")]
    [TestCase("1e400")]
    [TestCase("99999999999999999999")]
    [TestCase("\"5\"")]
    public void Read_CounterThatIsNone_IsNotTold(string number)
    {
        var pod = """{"podRef": {"uid": "u"}, "cpu": {"time": "2026-11-29T12:00:00Z", "usageCoreNanoSeconds": NUMBER}}""";

        Assert.That(Read($$"""{"pods": [{{pod.Replace("NUMBER", number, StringComparison.Ordinal)}}]}""").Single().Cpu, Is.Null);
    }

    private static List<UsageSample> Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. SummaryJson.Read("worker", document.RootElement, ReadAt)];
    }
}
