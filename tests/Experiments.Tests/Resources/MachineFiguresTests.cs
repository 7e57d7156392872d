using Gauntlet.Experiments.Resources;

namespace Gauntlet.Experiments.Tests.Resources;

public sealed class MachineFiguresTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);
    private static readonly MeasuredPart TenSeconds = new(Noon, Noon.AddSeconds(10));

    private string _proc = "";

    [SetUp]
    public void MakeTheFolder() => _proc = Directory.CreateTempSubdirectory("gauntlet-test-").FullName;

    [TearDown]
    public void DeleteTheFolder() => Directory.Delete(_proc, recursive: true);

    [Test]
    public void Of_Readings_AreSharesOfTheProcessors()
    {
        var first = Take(0, busy: 1_000, idle: 9_000, stolen: 0, wait: 0, pressure: 0);
        var last = Take(10, busy: 1_600, idle: 9_350, stolen: 50, wait: 20_000_000, pressure: 2_500_000);
        var node = new UsageSeries();
        node.Add(new UsageSample("worker", null, null, Noon, Noon) { Cpu = 0 });
        node.Add(new UsageSample("worker", null, null, Noon.AddSeconds(10), Noon.AddSeconds(10)) { Cpu = 5_000_000_000 });

        var machine = MachineFigures.Of([first, last], [], [node], TenSeconds, isGenerator: true)!;

        Assert.That(machine.BusyCores, Is.EqualTo(0.6 * Environment.ProcessorCount).Within(1e-3), "600 of 1,000 ticks");
        Assert.That(machine.StolenShare, Is.EqualTo(0.05));
        Assert.That(machine.NodeCores, Is.EqualTo(0.5));
        Assert.That(machine.CpuPressure, Is.EqualTo(0.25));
        Assert.That(machine.GeneratorDelayMs, Is.EqualTo(2));
        Assert.That(machine.GeneratorCores, Is.Not.Null);
    }

    [Test]
    public void Of_LoadOfAnotherProcess_SaysNothingOfTheGenerator()
    {
        var readings = new[] { Take(0, 0, 0, 0, 0, 0), Take(10, 100, 900, 0, 5, 5) };

        var machine = MachineFigures.Of(readings, [], [], TenSeconds, isGenerator: false)!;

        Assert.That((machine.GeneratorCores, machine.GeneratorDelayMs, machine.NodeCores), Is.EqualTo(((double?)null, (double?)null, (double?)null)));
    }

    [Test]
    public void Of_MachineThatTellsNothing_IsNull()
    {
        var reading = MachineReading.Take(Path.Combine(_proc, "absent"), Noon);

        Assert.That(MachineFigures.Of([reading, reading with { At = Noon.AddSeconds(10) }], [], [], TenSeconds, isGenerator: true), Is.Null);
    }

    private MachineReading Take(int second, long busy, long idle, long stolen, long wait, long pressure)
    {
        var task = Path.Combine(_proc, "self", "task", "7");
        Directory.CreateDirectory(task);
        Directory.CreateDirectory(Path.Combine(_proc, "pressure"));
        File.WriteAllText(Path.Combine(_proc, "stat"), $"cpu  {busy} 0 0 {idle} 0 0 0 {stolen} 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n");
        File.WriteAllText(Path.Combine(task, "schedstat"), $"123 {wait} 4\n");
        File.WriteAllText(Path.Combine(_proc, "pressure", "cpu"), $"some avg10=0.00 avg60=0.00 avg300=0.00 total={pressure}\nfull avg10=0.00 total=9\n");
        return MachineReading.Take(_proc, Noon.AddSeconds(second));
    }
}
