using Gauntlet.LoadGenerator.Running;

namespace Gauntlet.LoadGenerator.Tests.Running;

[TestFixture]
public sealed class ProcessorTicksTests
{
    [Test]
    public void Parse_LineOfProcStat_CountsGuestsOnce()
        => Assert.That(ProcessorTicks.Parse("cpu  100 20 30 400 5 6 7 8 90 10"), Is.EqualTo(new ProcessorTicks(8, 576)));

    [TestCase("")]
    [TestCase("cpu")]
    [TestCase("cpu  100 20 30 400 5 6 7")]
    [TestCase("cpu0 100 20 30 400 5 6 7 8 0 0")]
    [TestCase("cpu  100 20 30 x 5 6 7 8 0 0")]
    public void Parse_AnotherForm_IsUnknown(string line)
        => Assert.That(ProcessorTicks.Parse(line), Is.Null);

    [Test]
    public void StolenSince_IsTheShareOfAllTicks()
    {
        var then = new ProcessorTicks(10, 1000);

        Assert.That(new ProcessorTicks(35, 1100).StolenSince(then), Is.EqualTo(0.25));
        Assert.That(then.StolenSince(then), Is.Null);
    }

    [Test]
    [Platform("Linux")]
    public void Now_OnLinux_GrowsAndHoldsWhatWasStolen()
    {
        var ticks = ProcessorTicks.Now();

        Assert.That(ticks, Is.Not.Null);
        Assert.That(ticks!.Value.Total, Is.GreaterThan(0));
        Assert.That(ticks.Value.Stolen, Is.InRange(0, ticks.Value.Total));
    }
}
