using Gauntlet.Reports.Writers;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using MarkdownTable = Markdig.Extensions.Tables.Table;

namespace Gauntlet.Reports.Tests.Writers;

internal sealed class MarkdownWriterTests
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().Build();

    [TestCaseSource(typeof(Documents), nameof(Documents.All))]
    public void Write_AnyReport_IsShortAndHasOnlyWholeTablesAndFences(Document document)
    {
        var text = Write(document);

        Assert.That(text, Has.Length.LessThanOrEqualTo(65_536));
        Assert.That(text, Does.Not.Contain("NaN").And.Not.Contain("∞"));
        AssertValid(text);
    }

    [Test]
    public void Write_TwoHundredRoutesAndTenThousandFailures_ShowsEveryRouteBelowTheLimit()
    {
        var text = Write(Documents.Of(Runs.Large()));

        Assert.That(text, Has.Length.LessThanOrEqualTo(65_536));
        Assert.That(text, Does.Contain("10,000 failed requests"));
        AssertValid(text);
    }

    [TestCase(8_192)]
    [TestCase(12_000)]
    [TestCase(20_000)]
    [TestCase(40_000)]
    public void Write_LittleRoom_CutsWholeRowsAndKeepsVerdictAndFigures(int room)
    {
        var document = Documents.Of(Runs.Large()).With(Documents.Evidence([.. Enumerable.Range(0, 5000).Select(i => $"line {i}")]));

        var text = MarkdownWriter.Write(document, room);

        Assert.That(text, Has.Length.LessThanOrEqualTo(room));
        Assert.That(text, Does.StartWith("## ❌ Gauntlet: Fail").And.Contain("| success rate |").And.Contain("more routes"));
        AssertValid(text);
    }

    [Test]
    public void Write_HostileTexts_ShowsThemAndDoesNothingElse()
    {
        var document = Markdown.Parse(Write(Documents.HostileDocument()), Pipeline);

        Assert.That(document.Descendants<LinkInline>(), Is.Empty);
        Assert.That(document.Descendants<AutolinkInline>(), Is.Empty);
        Assert.That(document.Descendants<HtmlInline>().Select(h => h.Tag), Is.All.AnyOf("<summary>", "</summary>", "<details>", "</details>"));
        var html = Markdown.ToHtml(Write(Documents.HostileDocument()), Pipeline);
        Assert.That(html, Does.Not.Contain("<script").And.Not.Contain("<img"));

        // Outside of code, where GitHub looks for them, no name, number or address follows its sign directly.
        var outside = System.Net.WebUtility.HtmlDecode(
            System.Text.RegularExpressions.Regex.Replace(html, "<pre>.*?</pre>", "", System.Text.RegularExpressions.RegexOptions.Singleline));
        Assert.That(outside, Does.Contain("octocat").And.Not.Contain("@octocat").And.Not.Contain("#12").And.Not.Contain("://").And.Not.Contain("www."));
    }

    [Test]
    public void Write_NoSamples_InventsNoFigure()
    {
        var text = Write(Documents.Of(Runs.Empty()));

        Assert.That(text, Does.Contain("no request ended").And.Not.Contain("| p95 |").And.Not.Contain(" 0 ms"));
    }

    [Test]
    public void Write_OneSample_SaysThatItIsTooFew()
    {
        var text = Write(Documents.Of(Runs.One()));

        Assert.That(text, Does.Contain("| p95 | n too small |").And.Contain("| average | 1.23 ms |"));
    }

    [Test]
    public void Write_OnlyTimeouts_SaysSoAndShowsThemAtTheDeadline()
    {
        var text = Write(Documents.Of(Runs.OnlyTimeouts()));

        Assert.That(text, Does.Contain("Every request failed").And.Contain("3,000 timeout").And.Contain("timeouts"));
    }

    [Test]
    public void Write_LittleRoom_LeavesTheBackgroundOutBeforeAnyRow()
    {
        var whole = Documents.Of(Runs.Large());
        var text = Write(whole);

        var cut = MarkdownWriter.Write(whole.With(Documents.Evidence([.. Enumerable.Repeat(new string('x', 250), 100)])), text.Length + 100);

        Assert.That(cut, Is.EqualTo(text));
    }

    [Test]
    public void Write_NothingButLongReasons_KeepsOneOfThem()
    {
        var document = Documents.NoLoad() with
        {
            Reasons = [.. Enumerable.Repeat(new string('@', 300), 100)],
            Notes = [.. Enumerable.Repeat(new string('#', 300), 100)],
            Sections = []
        };

        var text = MarkdownWriter.Write(document, 8_192);

        Assert.That(text, Has.Length.LessThanOrEqualTo(8_192).And.Contains("and 99 more"));
    }

    private static string Write(Document document) => MarkdownWriter.Write(document, 65_536);

    private static void AssertValid(string text)
    {
        var document = Markdown.Parse(text, Pipeline);
        foreach (var table in document.Descendants<MarkdownTable>())
        {
            var columns = table.ColumnDefinitions.Count;
            Assert.That(table.OfType<TableRow>().Select(r => r.Count), Is.All.EqualTo(((TableRow)table[0]).Count), $"{columns} columns");
        }

        var tables = text.Split('\n').Count(l => l.StartsWith("|--", StringComparison.Ordinal));
        Assert.That(document.Descendants<MarkdownTable>().Count(), Is.EqualTo(tables));
        Assert.That(document.Descendants<FencedCodeBlock>().Select(f => f.ClosingFencedCharCount), Is.All.GreaterThanOrEqualTo(3));
        Assert.That(document.Descendants<ParagraphBlock>().SelectMany(p => p.Inline?.Descendants<LiteralInline>() ?? []).Select(l => l.Content.ToString()),
            Has.None.Contains("|--"));
        Assert.That(Count(text, "<details>"), Is.EqualTo(Count(text, "</details>\n")));
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
