using Gauntlet.Build.Terminal;

namespace Gauntlet.Build.Tests.Terminal;

[TestFixture]
public sealed class TextWrapTests
{
    [TestCase("one two three four five six", 24, 0, "one two three four five|six")]
    [TestCase("one two three four five six", 24, 4, "one two three four five|    six")]
    [TestCase("at the very edge of it..", 24, 0, "at the very edge of it..")]
    [TestCase("a https://example.test/a/long/address b", 24, 0, "a|https://example.test/a/long/address|b")]
    [TestCase("漢字漢字 漢字漢字 漢字漢字 漢字", 24, 0, "漢字漢字 漢字漢字|漢字漢字 漢字")]
    [TestCase("narrower than its indent", 5, 20, "narrower than its indent")]
    public void Wrap_LongText_BreaksBetweenWordsByColumns(string text, int width, int indent, string expected) =>
        Assert.That(TextWrap.Wrap(text, width, indent), Is.EqualTo(expected.Replace("|", Environment.NewLine, StringComparison.Ordinal)));

    [Test]
    public void Wrap_AnyWidth_LosesNoWordAndKeepsLinesWithin([Range(20, 60, 7)] int width)
    {
        var text = string.Join(' ', Enumerable.Range(1, 80).Select(length => new string((char)('a' + (length % 26)), 1 + (length % 15))));

        var lines = TextWrap.Wrap(text, width, 0).Split(Environment.NewLine);

        Assert.That(string.Join(' ', lines), Is.EqualTo(text));
        Assert.That(lines.Select(line => line.Length), Is.All.LessThanOrEqualTo(width));
    }
}
