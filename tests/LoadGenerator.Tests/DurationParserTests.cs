namespace Gauntlet.LoadGenerator.Tests;

[TestFixture]
public sealed class DurationParserTests
{
    [TestCase("250ms", 250)]
    [TestCase("1.5s", 1_500)]
    [TestCase("2m", 120_000)]
    [TestCase("1h", 3_600_000)]
    [TestCase("0s", 0)]
    public void Parse_NumberWithUnit_IsThatLong(string text, double milliseconds) =>
        Assert.That(DurationParser.Parse(text), Is.EqualTo(TimeSpan.FromMilliseconds(milliseconds)));

    [TestCase("")]
    [TestCase("s")]
    [TestCase("15")]
    [TestCase("-1s")]
    [TestCase("1 s")]
    [TestCase("1e3s")]
    [TestCase("1,5s")]
    [TestCase("99999999999999999h")]
    public void Parse_AnythingElse_IsRefused(string text) => Assert.That(() => DurationParser.Parse(text), Throws.TypeOf<FormatException>());
}
