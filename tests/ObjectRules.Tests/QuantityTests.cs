using Gauntlet.ObjectRules.Forms;

namespace Gauntlet.ObjectRules.Tests;

internal sealed class QuantityTests
{
    [TestCase("2", 2)]
    [TestCase("100m", 0.1)]
    [TestCase("1.5Gi", 1_610_612_736)]
    [TestCase("17179869184", 17_179_869_184)]
    [TestCase("1e3", 1_000)]
    [TestCase("1E", 1e18)]
    [TestCase("-1", -1)]
    [TestCase(".5", 0.5)]
    public void Parse_Quantity_IsItsValue(string text, double value) => Assert.That((double?)Quantity.Parse(text), Is.EqualTo(value));

    [TestCase("99999999999999999999E")]
    [TestCase("1e400")]
    public void Parse_MoreThanAnyMachineHas_IsTheLargest(string text) => Assert.That(Quantity.Parse(text), Is.EqualTo(decimal.MaxValue));

    [TestCase(null)]
    [TestCase("lots")]
    [TestCase("1x")]
    [TestCase("")]
    [TestCase(" 1")]
    [TestCase("1\n")]
    [TestCase("1.2.3")]
    public void Parse_NoQuantity_IsNone(string? text) => Assert.That(Quantity.Parse(text), Is.Null);
}
