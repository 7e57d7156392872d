using Gauntlet.Experiments.Resources;

namespace Gauntlet.Experiments.Tests.Resources;

/// <summary>Lines as a node prints them, of either version of the kernel's interface and either driver's names.</summary>
public sealed class CgroupLineTests
{
    private const string Uid = "0b1f3c52-6f0e-4a53-9a0a-3a4b0c7d9e11";
    private const string Id = "4f1d5a6b7c8d9e0f4f1d5a6b7c8d9e0f4f1d5a6b7c8d9e0f4f1d5a6b7c8d9e0f";

    private static readonly string Version1 = string.Join(
        '\t', "1795950000.250000", "|cpuacct.usage|90000000000",
        $"kubelet/kubepods/burstable/pod{Uid}|cpuacct.usage|1500000000",
        $"kubelet/kubepods/burstable/pod{Uid}|memory.usage_in_bytes|20971520",
        $"kubelet/kubepods/burstable/pod{Uid}|inactive_file|1048576",
        $"kubelet/kubepods/burstable/pod{Uid}/{Id}|cpu.stat|nr_periods 150 nr_throttled 95 throttled_time 4100000000 nr_bursts 0 burst_time 0",
        $"kubelet/kubepods/burstable/pod{Uid}|net|Inter-|   Receive   |  Transmit  face |bytes    packets "
            + "lo: 5 1 0 0 0 0 0 0 5 1 0 0 0 0 0 0 eth0:1000 10 0 0 0 0 0 0 2000 20 0 0 0 0 0 0");

    private static readonly string Slice =
        $"kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-burstable.slice/kubelet-kubepods-burstable-pod{Uid.Replace('-', '_')}.slice";

    private static readonly string Version2 = string.Join(
        '\t', "1795950000,250000", "|cpu.stat|usage_usec 90000000 user_usec 1 system_usec 1 nr_periods 0 nr_throttled 0 throttled_usec 0",
        $"{Slice}|cpu.stat|usage_usec 1500000 user_usec 1000000 system_usec 500000 nr_periods 0 nr_throttled 0 throttled_usec 0",
        $"{Slice}|memory.current|20971520", $"{Slice}|inactive_file|1048576",
        $"{Slice}|memory.events|low 0 high 0 max 7 oom 2 oom_kill 2 oom_group_kill 0",
        $"{Slice}|cpu.pressure|some avg10=1.00 avg60=0.50 avg300=0.10 total=123456 full avg10=0.00 avg60=0.00 avg300=0.00 total=7",
        $"{Slice}/cri-containerd-{Id}.scope|cpu.stat|usage_usec 1400000 user_usec 9 system_usec 5 nr_periods 150 nr_throttled 95 throttled_usec 4100000");

    [Test]
    public void Parse_EitherVersion_SaysTheSame([Values] bool second)
    {
        var samples = CgroupLine.Parse("worker", second ? Version2 : Version1);

        var (node, pod, container) = (samples[0], samples[1], samples[2]);
        Assert.That(samples, Has.Count.EqualTo(3));
        Assert.That(samples.Select(sample => (sample.Node, sample.Pod, sample.Container)),
            Is.EqualTo(new[] { ("worker", (string?)null, (string?)null), ("worker", Uid, null), ("worker", Uid, Id) }));
        Assert.That(samples.Select(sample => sample.At), Is.All.EqualTo(DateTimeOffset.UnixEpoch.AddSeconds(1_795_950_000.25)));
        Assert.That(node.Cpu, Is.EqualTo(90_000_000_000));
        Assert.That((pod.Cpu, pod.WorkingSet), Is.EqualTo((1_500_000_000, 19_922_944)));
        Assert.That((container.Periods, container.Throttled, container.ThrottledTime), Is.EqualTo((150, 95, 4_100_000_000)));
        Assert.That(pod.OomKills, Is.EqualTo(second ? 2 : (long?)null));
        Assert.That(pod.CpuPressure, Is.EqualTo(second ? 123_456 : (long?)null));
        Assert.That((pod.Received, pod.Sent), Is.EqualTo(second ? ((long?)null, (long?)null) : (1_000, 2_000)));
    }

    [TestCase("")]
    [TestCase("bash: EPOCHREALTIME: command not found")]
    [TestCase("Inter-|   Receive")]
    [TestCase("1e400\t|cpuacct.usage|1")]
    [TestCase("-5\t|cpuacct.usage|1")]
    [TestCase("99999999999999\t|cpuacct.usage|1")]
    public void Parse_AnotherLine_HasNoSample(string line) => Assert.That(CgroupLine.Parse("worker", line), Is.Empty);

    [TestCase("cpuacct.usage|")]
    [TestCase("cpuacct.usage|-1")]
    [TestCase("cpuacct.usage|99999999999999999999")]
    [TestCase("cpu.stat|usage_usec")]
    [TestCase("memory.stat|x")]
    public void Parse_FieldThatIsNone_IsNotTold(string entry) => Assert.That(CgroupLine.Parse("worker", $"5.0\t|{entry}")[0].Cpu, Is.Null);

    [Test]
    public void Parse_UsageBelowItsInactiveFiles_IsZero() =>
        Assert.That(CgroupLine.Parse("worker", $"5.0\tpod{Uid}|memory.current|10\tpod{Uid}|inactive_file|30")[0].WorkingSet, Is.Zero);

    [Test]
    public void Parse_StaticPod_IsFoundByTheHashOfItsConfiguration() =>
        Assert.That(CgroupLine.Parse("worker", "5.0\tkubepods/pod0123456789abcdef0123456789abcdef|cpuacct.usage|1")[0].Pod,
            Is.EqualTo("0123456789abcdef0123456789abcdef"));
}
