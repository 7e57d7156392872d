using Gauntlet.PullRequests.Comments;

namespace Gauntlet.PullRequests.Tests.Comments;

internal sealed class MarkdownCutTests
{
    private static string Fit(string text, int limit) => MarkdownCut.Fit(text, limit, part => part.Length);

    [Test]
    public void Fit_ShortText_IsUntouched() => Assert.That(Fit("a\n\nb", 100), Is.EqualTo("a\n\nb"));

    [Test]
    public void Fit_CutWithinAFence_GoesBackBeforeIt()
    {
        var cut = Fit("before\n\n```\n" + string.Concat(Enumerable.Repeat("log line\n\n", 100)) + "```\n", 400);

        Assert.That(cut, Does.StartWith("before\n\n_Cut here").And.Not.Contain("```"));
    }

    [Test]
    public void Fit_CutWithinDetails_ClosesThem()
    {
        var cut = Fit("<details>\n\n" + string.Concat(Enumerable.Repeat("a paragraph\n\n", 100)) + "</details>\n", 400);

        Assert.That(cut, Has.Length.LessThanOrEqualTo(400));
        Assert.That(cut, Does.Contain("a paragraph\n</details>\n"));
    }

    [Test]
    public void Fit_CutWithinATable_LeavesTheTableOut()
    {
        var cut = Fit("head\n\n| a | b |\n|---|---|\n" + string.Concat(Enumerable.Repeat("| 1 | 2 |\n", 200)), 400);

        Assert.That(cut, Does.Not.Contain("|"));
    }

    [Test]
    public void Fit_OneEndlessLine_IsCutBetweenWholeCharacters([Range(300, 306)] int limit)
    {
        var cut = Fit(string.Concat(Enumerable.Repeat("🙂", 500)), limit);

        Assert.That(cut, Has.Length.LessThanOrEqualTo(limit));
        Assert.That(() => new System.Text.UTF8Encoding(false, true).GetByteCount(cut), Throws.Nothing);
    }
}
