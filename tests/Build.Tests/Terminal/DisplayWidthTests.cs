using Gauntlet.Build.Terminal;

namespace Gauntlet.Build.Tests.Terminal;

[TestFixture]
public sealed class DisplayWidthTests
{
    [TestCase("", 0)]
    [TestCase("plain", 5)]
    [TestCase("✓ ok", 4)]
    [TestCase("漢字", 4)]
    [TestCase("e\u0301", 1)]
    [TestCase("\U0001F600", 2)]
    public void Of_Text_IsItsColumns(string text, int columns) => Assert.That(DisplayWidth.Of(text), Is.EqualTo(columns));

    [TestCase("plain", 3, "pla")]
    [TestCase("漢字漢字", 5, "漢字")]
    [TestCase("a\U0001F600b", 2, "a")]
    [TestCase("e\u0301e\u0301e\u0301", 2, "e\u0301e\u0301")]
    [TestCase("short", 80, "short")]
    public void Cut_TextOfWideCharacters_TearsNoneApart(string text, int columns, string expected) =>
        Assert.That(DisplayWidth.Cut(text, columns), Is.EqualTo(expected));
}
