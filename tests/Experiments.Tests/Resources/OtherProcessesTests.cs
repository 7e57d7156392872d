using Gauntlet.Experiments.Resources;

namespace Gauntlet.Experiments.Tests.Resources;

public sealed class OtherProcessesTests
{
    private const int Generator = 50;
    private static readonly DateTimeOffset Noon = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);
    private static readonly MeasuredPart TenSeconds = new(Noon, Noon.AddSeconds(10));
    private static readonly ProcessSample Init = new("init", 0, 1, 10, 10);

    [Test]
    public void Of_Processes_AreByNameTheBusiestFirstWithoutTheGenerator() => Assert.That(
        Of(
            new() { [7] = new("proxy", 1, 5, 0, 0), [8] = new("proxy", 1, 5, 100, 0), [9] = new("daemon", 1, 5, 0, 0), [Generator] = Mine(0) },
            new() { [7] = new("proxy", 1, 5, 200, 0), [8] = new("proxy", 1, 5, 200, 0), [9] = new("daemon", 1, 5, 40, 0), [Generator] = Mine(900) }),
        Is.EqualTo(new[] { ("proxy", 0.3), ("daemon", 0.04) }));

    [Test]
    public void Of_ThreadsOfTheKernel_AreOneName() => Assert.That(
        Of(
            new() { [2] = new("kthreadd", 0, 0, 0, 0), [15] = new("ksoftirqd/0", 2, 0, 0, 0), [16] = new("kworker/1:2", 2, 0, 0, 0) },
            new() { [2] = new("kthreadd", 0, 0, 10, 0), [15] = new("ksoftirqd/0", 2, 0, 20, 0), [16] = new("kworker/1:2", 2, 0, 30, 0) }),
        Is.EqualTo(new[] { ("the kernel's threads", 0.06) }));

    [Test]
    public void Of_Containers_AreWithoutTheNodes() => Assert.That(
        Of(
            new() { [1] = Init, [70] = new("kubelet", 1, 5, 0, 0, Depth: 2), [71] = new("registry", 1, 5, 0, 0, Depth: 2) },
            new() { [1] = Init, [70] = new("kubelet", 1, 5, 500, 0, Depth: 2), [71] = new("registry", 1, 5, 100, 0, Depth: 2) },
            nodes: 0.5),
        Is.EqualTo(new[] { ("other containers", 0.1) }));

    [Test]
    public void Of_ChildThatEnded_CountsFromTheStartAndNotBefore() => Assert.That(
        Of(
            new() { [1] = Init, [7] = new("make", 1, 5, 0, 0), [8] = new("cc", 7, 6, 1_000, 0) },
            new() { [1] = Init, [7] = new("make", 1, 5, 0, 1_050) }),
        Is.EqualTo(new[] { ("make", 0.05) }));

    [Test]
    public void Of_ChildThatEndedAfterItsParent_IsCountedByWhoWaitedForIt() => Assert.That(
        Of(
            new() { [1] = Init, [7] = new("make", 1, 5, 100, 0), [8] = new("cc", 7, 6, 1_000, 0) },
            new() { [1] = Init with { Children = Init.Children + 1_130 } }),
        Is.EqualTo(new[] { ("init", 0.03) }));

    [Test]
    public void Of_ChildThatWasGivenToAnotherParent_IsInTheSumOnce() => Assert.That(
        Of(
            new() { [1] = Init, [6] = new("shell", 1, 4, 0, 0), [7] = new("make", 6, 5, 100, 0), [8] = new("cc", 7, 6, 1_000, 0) },
            new() { [1] = Init with { Children = Init.Children + 1_020 }, [6] = new("shell", 1, 4, 0, 110) }),
        Is.EqualTo(new[] { ("init", 1.02), ("shell", -0.99) }), "0.02 of cc and 0.01 of make since");

    [Test]
    public void Of_IdThatWasGivenAgain_IsAnotherProcess() => Assert.That(
        Of(new() { [1] = Init, [7] = new("one", 1, 5, 500, 0) }, new() { [1] = Init with { Children = 510 }, [7] = new("two", 1, 900, 20, 0) }),
        Is.EqualTo(new[] { ("two", 0.02) }));

    [Test]
    public void Of_SystemThatTellsNothing_IsNull()
    {
        Assert.That(OtherProcesses.Of([], TenSeconds, Generator, (_, _) => null), Is.Null);
        Assert.That(OtherProcesses.Of([At(0, []), At(10, [])], TenSeconds, Generator, (_, _) => null), Is.Null);
    }

    [Test]
    public void Of_ManyReadings_AreThoseNextToTheEnds()
    {
        ProcessReading[] readings =
        [
            At(-4, new() { [7] = new("a", 1, 5, 0, 0) }), At(1, new() { [7] = new("a", 1, 5, 100, 0) }),
            At(6, new() { [7] = new("a", 1, 5, 100, 0) }), At(11, new() { [7] = new("a", 1, 5, 300, 0) }),
        ];

        Assert.That(OtherProcesses.Of(readings, TenSeconds, Generator, (_, _) => null)!.Single().Cores, Is.EqualTo(0.2), "200 ticks in 10 s");
    }

    [Test]
    public void Take_FilesOfTheKernel_AreReadWhateverTheNameHolds()
    {
        var proc = Directory.CreateTempSubdirectory("gauntlet-test-").FullName;
        try
        {
            Write(proc, 7, "a) (b c", "NSpid:\t7\t1\n");
            Write(proc, 8, "plain", "Name:\tplain\n");
            Directory.CreateDirectory(Path.Combine(proc, "9")); // has ended meanwhile
            Directory.CreateDirectory(Path.Combine(proc, "self"));

            var processes = ProcessReading.Take(proc, Noon).Processes;

            Assert.That(processes[7], Is.EqualTo(new ProcessSample("a) (b c", 4, 22, 14 + 15, 16 + 17, Depth: 2)));
            Assert.That(processes[8].Depth, Is.EqualTo(1));
            Assert.That(processes.Keys, Is.EquivalentTo(new[] { 7, 8 }));
        }
        finally
        {
            Directory.Delete(proc, recursive: true);
        }
    }

    [Test]
    [Platform("Linux")]
    public void Take_ThisMachine_HasThisProcess() => Assert.That(
        ProcessReading.Take(MachineReading.Proc, Noon).Processes, Does.ContainKey(Environment.ProcessId));

    /// <summary>Fields by their number in proc_pid_stat(5).</summary>
    private static void Write(string proc, int id, string name, string status)
    {
        var folder = Directory.CreateDirectory(Path.Combine(proc, $"{id}")).FullName;
        File.WriteAllText(Path.Combine(folder, "stat"), $"{id} ({name}) S {string.Join(' ', Enumerable.Range(4, 49))}\n");
        File.WriteAllText(Path.Combine(folder, "status"), status);
    }

    private static ProcessSample Mine(long ticks) => new("dotnet", 1, 9, ticks, 0);

    private static ProcessReading At(double second, Dictionary<int, ProcessSample> processes) => new(Noon.AddSeconds(second), processes);

    private static IEnumerable<(string Name, double Cores)> Of(
        Dictionary<int, ProcessSample> first, Dictionary<int, ProcessSample> last, double? nodes = null) =>
        OtherProcesses.Of([At(0, first), At(10, last)], TenSeconds, Generator, (_, _) => nodes)!
            .Where(use => use.Cores != 0).Select(use => (use.Name, Math.Round(use.Cores, 4)));
}
