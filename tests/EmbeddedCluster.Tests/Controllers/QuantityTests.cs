using Gauntlet.EmbeddedCluster.Controllers;

namespace Gauntlet.EmbeddedCluster.Tests.Controllers;

internal sealed class QuantityTests
{
    [TestCase("2", 2)]
    [TestCase("100m", 0.1)]
    [TestCase("1.5Gi", 1_610_612_736)]
    [TestCase("17179869184", 17_179_869_184)]
    [TestCase("1e3", 1_000)]
    [TestCase("1E", 1e18)]
    [TestCase("lots", 0)]
    [TestCase("99999999999E", 0, Description = "more than 64 bits hold")]
    [TestCase(null, 0)]
    public void Parse_Text_IsItsValue(string? text, double value) => Assert.That((double)Quantity.Parse(text), Is.EqualTo(value));

    [TestCase("lots", false)]
    [TestCase("1x", false)]
    [TestCase("", false)]
    [TestCase(" 1", false)]
    [TestCase("1.2.3", false)]
    [TestCase("-1", true)]
    [TestCase("0.5", true)]
    public void IsOne_Text_IsAsTheApiServerSays(string text, bool expected) => Assert.That(Quantity.IsOne(text), Is.EqualTo(expected));
}
