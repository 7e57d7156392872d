using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Gauntlet.ForeignText.Tests;

/// <summary>What GitHub would make of text from outside, read as a tree, wherever the text is filled in.</summary>
internal sealed partial class MarkdownSinkTests
{
    private const int Seed = 20261129;
    private static readonly MarkdownPipeline GitHub = new MarkdownPipelineBuilder()
        .UsePipeTables().UseAutoLinks().UseEmphasisExtras(EmphasisExtraOptions.Strikethrough).UseTaskLists().UseFootnotes().UseAlertBlocks()
        .UseMathematics().UseEmojiAndSmiley().Build();

    [TestCase("GH-1 gh-2", "GH-\u200B1 gh-\u200B2")]
    [TestCase("@octocat #12", "&#64;\u200Boctocat &#35;\u200B12")]
    [TestCase("- item", "&#45; item")]
    [TestCase("1. item", "1&#46; item")]
    [TestCase("v1.35. item", "v1.35. item")]
    [TestCase("1.23 ms", "1.23 ms")]
    [TestCase("-1.5", "-1.5")]
    [TestCase("--cluster", "--cluster")]
    [TestCase("---", "&#45;--")]
    [TestCase("- - -", "&#45; - -")]
    [TestCase("==", "&#61;=")]
    [TestCase("Www.evil", "Www\u200B.evil")]
    [TestCase("a\u202Eb", "a\uFFFDb")]
    [TestCase("👩\u200D💻", "👩\u200D💻")]
    public void Inert_Text_IsWrittenSo(string text, string expected) => Assert.That(MarkdownSink.Inert(text, 200), Is.EqualTo(expected));

    [Test]
    public void Inert_LongText_IsCutInWholeCharacters() => Assert.That(MarkdownSink.Inert("🍌🍌🍌", 2), Is.EqualTo("🍌🍌…"));

    [Test]
    public void Compose_HostileTexts_AreTextAndNothingElse()
    {
        TestContext.Out.WriteLine($"seed {Seed}");
        var random = new Random(Seed);
        for (var i = 0; i < 5_000; i++)
        {
            var (title, point, name, cell, line) =
                (HostileCorpus.Next(random), HostileCorpus.Next(random), HostileCorpus.Next(random), HostileCorpus.Next(random), HostileCorpus.Next(random));
            var text = new Composer<MarkdownSink>()
                .Append($"## {title}\n\n- {point}\n\n<details><summary>{name}</summary>\n\n{cell}\n\n| a | b |\n|---|---|\n| {cell} | {name} |\n\n")
                .Append(MarkdownSink.Fence([line, cell])).Append($"\n</details>\n").End().Text;

            AssertInert(text, $"seed {Seed}, number {i}");
        }
    }

    private static void AssertInert(string text, string which)
    {
        var document = Markdown.Parse(text, GitHub);
        var blocks = document.Descendants().OfType<Block>().GroupBy(block => block.GetType().Name).ToDictionary(group => group.Key, group => group.Count());
        var inlines = document.Descendants().OfType<Inline>()
            .Where(inline => inline is not (LiteralInline or HtmlEntityInline or ContainerInline or HtmlInline)).ToList();
        var shown = Code().Replace(Markdown.ToHtml(text, GitHub), "");
        var plain = System.Net.WebUtility.HtmlDecode(shown);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(blocks, Is.SubsetOf(new Dictionary<string, int>
            {
                [nameof(HeadingBlock)] = 1,
                [nameof(ListBlock)] = 1,
                [nameof(ListItemBlock)] = 1,
                [nameof(HtmlBlock)] = 2,
                [nameof(Table)] = 1,
                [nameof(TableRow)] = 2,
                [nameof(TableCell)] = 4,
                [nameof(FencedCodeBlock)] = 1,
                [nameof(ParagraphBlock)] = blocks.GetValueOrDefault(nameof(ParagraphBlock)),
            }), which);
            Assert.That(inlines, Is.Empty, which);
            Assert.That(document.Descendants<ContainerInline>().Where(inline => inline.GetType() != typeof(ContainerInline)), Is.Empty, which);
            Assert.That(Tag().Matches(shown).Select(tag => tag.Value), Is.All.Matches("^</?(h2|ul|li|p|details|summary|table|thead|tbody|tr|th|td)>$"), which);
            Assert.That(Linked().Matches(plain), Is.Empty, which);
        }
    }

    [GeneratedRegex("<pre>.*?</pre>", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    /// <summary>What GitHub makes a link or a mention of after the Markdown is read.</summary>
    [GeneratedRegex(@"@[a-z0-9]|#[0-9]|\bGH-[0-9]|://|www\.", RegexOptions.IgnoreCase)]
    private static partial Regex Linked();
}
