namespace Gauntlet.LoadGenerator.Tests;

[TestFixture]
public sealed class DurationParserTests
{
    [TestCase("250ms", 250)]
    [TestCase("1.5s", 1_500)]
    [TestCase("2m", 120_000)]
    [TestCase("1h", 3_600_000)]
    [TestCase("0s", 0)]
    [TestCase("1m30s", 90_000)]
    [TestCase("24h00m", 86_400_000)]
    [TestCase("10m00s", 600_000)]
    [TestCase("1h30m15.5s", 5_415_500)]
    [TestCase("1s500ms", 1_500)]
    [TestCase("0.1s", 100)]
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
    [TestCase("30s1m")]
    [TestCase("1m1m")]
    [TestCase("1h30")]
    [TestCase("1m 30s")]
    [TestCase("9999999999h9999999999m")]
    public void Parse_AnythingElse_IsRefused(string text) => Assert.That(() => DurationParser.Parse(text), Throws.TypeOf<FormatException>());
}
