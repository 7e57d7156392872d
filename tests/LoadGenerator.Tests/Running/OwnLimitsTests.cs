using Gauntlet.LoadGenerator.Running;

namespace Gauntlet.LoadGenerator.Tests.Running;

internal sealed class OwnLimitsTests
{
    [TestCase(500, 120, 28_232, 800, "500 files", Description = "the sample: ulimit -n 500 and 800 connections")]
    [TestCase(500, 120, 28_232, 330, null)]
    [TestCase(500, 120, 28_232, 331, "ulimit -n")]
    [TestCase(1_000_000, 120, 28_232, 28_232, null)]
    [TestCase(1_000_000, 120, 28_232, 28_233, "28,232 local ports")]
    [TestCase(null, 0, null, 100_000, null, Description = "nobody says")]
    public void Problems_MoreConnectionsThanThisMachineHas_SaysWhatToDo(int? files, int open, int? ports, int connections, string? words)
    {
        var problems = new OwnLimits(files, open, ports).Problems(new LoadOptions { Connections = connections });

        Assert.That(problems, words is null ? Is.Empty : Has.Exactly(1).Items.And.All.Contains(words).And.All.Contains("lower --connections"));
    }

    [TestCase("Max processes  1 2 processes\nMax open files            524288               1048576              files     \n", "32768\t60999\n", 524_288, 28_232)]
    [TestCase("Max open files            unlimited            unlimited            files\n", "1024\t65535\n", null, 64_512)]
    [TestCase("", "", null, null)]
    public void Of_TextsOfLinux_AreRead(string limits, string range, int? files, int? ports) =>
        Assert.That(OwnLimits.Of(limits, 7, range), Is.EqualTo(new OwnLimits(files, 7, ports)));

    [Test]
    [Platform("Linux")]
    public void Here_ThisProcess_HasLimits() => Assert.That(OwnLimits.Here(), Is.Not.EqualTo(default(OwnLimits)));
}
