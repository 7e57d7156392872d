using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gauntlet.Build.Cli;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Reporting;
using Gauntlet.Build.Tests.Pipeline;
using Gauntlet.ForeignText.Tests;
using Gauntlet.LoadGenerator.Tests;
using Gauntlet.Reports.Writers;
using Markdig;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Gauntlet.Build.Tests.Reporting;

/// <summary>What a fork's artifact may hold: it is refused by name, or shown and does nothing.</summary>
[CancelAfter(3_600_000)]
internal sealed partial class HostileArtifactTests
{
    private const int Seed = 20261129;
    private const long MostBytes = 200 * 1024 * 1024;

    private static readonly MarkdownPipeline GitHub = new MarkdownPipelineBuilder()
        .UsePipeTables().UseAutoLinks().UseEmphasisExtras(EmphasisExtraOptions.Strikethrough).UseTaskLists().UseFootnotes().UseEmojiAndSmiley().Build();

    private static readonly string[] Examples = ["pass", "fail", "inconclusive"];

    [Test]
    public void Report_SomeHundredMutatedArtifacts_IsRefusedOrInert() => Run(400);

    [Test]
    [Category("Soak")]
    public void Report_ManyMutatedArtifacts_IsRefusedOrInert() => Run(Soak.Count(100_000));

    private static void Run(int count)
    {
        var (refused, shown) = (0, 0);
        using var bench = new StageBench("--target=PostComment", $"--from={Path.GetTempPath()}");
        var artifact = new Artifact(bench.Context.Paths.Inputs);
        for (var i = 0; i < count; i++)
        {
            var which = $"seed {Seed}, number {i}";
            artifact.Write(new Random(Seed + i));
            var before = GC.GetTotalAllocatedBytes();
            try
            {
                bench.Context.State = StateStore.Load(bench.Context.Paths.StateInput)!;
                var request = new ReportRequest(bench.Context, RunVerdict.Of(bench.Context.State, [], [])) { IsOfFork = i % 2 == 0 };
                var document = Documents.Create(request);
                AssertInert(MarkdownWriter.Write(document, 65_000), which);
                AssertInertHtml(HtmlWriter.Write(document), which);
                JUnitWriter.Write(document);
                PrometheusWriter.Write(document);
                shown++;
            }
            catch (UsageException e)
            {
                Assert.That(e.Message, Does.Contain("state.json"), which);
                refused++;
            }
            catch (StageException e)
            {
                Assert.That(e.Outcome, Is.EqualTo(StageOutcome.Infrastructure), which);
                Assert.That(e.Message, Does.Contain("metrics.json"), which);
                refused++;
            }

            Assert.That(GC.GetTotalAllocatedBytes() - before, Is.LessThan(MostBytes), which);
        }

        TestContext.Out.WriteLine($"seed {Seed}: {shown} shown, {refused} refused");
        Assert.That(shown, Is.GreaterThan(count / 10));
        Assert.That(refused, Is.GreaterThan(count / 10));
    }

    private static void AssertInert(string text, string which)
    {
        Assert.That(text, Has.Length.LessThanOrEqualTo(65_000), which);
        var document = Markdown.Parse(text, GitHub);
        Assert.That(document.Descendants().OfType<Inline>().Where(inline => inline is LinkInline or AutolinkInline or CodeInline), Is.Empty, which);
        Assert.That(document.Descendants<HeadingBlock>().Count(heading => heading.Level < 3), Is.EqualTo(1), which);
        var shown = Code().Replace(Markdown.ToHtml(text, GitHub), "");
        Assert.That(
            Tag().Matches(shown).Select(tag => tag.Groups["name"].Value).Distinct(),
            Is.SubsetOf(new[] { "h2", "h3", "ul", "li", "p", "strong", "details",
                "summary", "blockquote", "table", "thead", "tbody", "tr", "th", "td" }), which);
        Assert.That(document.Descendants<EmphasisInline>().Count(), Is.LessThanOrEqualTo(1), "the headline alone is bold: " + which);
        Assert.That(Linked().Matches(System.Net.WebUtility.HtmlDecode(shown)), Is.Empty, which);
    }

    private static void AssertInertHtml(string html, string which)
    {
        var names = Tag().Matches(Style().Replace(html, "")).Select(tag => tag.Groups["name"].Value).Distinct();
        Assert.That(names, Is.SubsetOf(new[]
        {
            "doctype", "html", "head", "meta", "title", "style", "body", "main", "header", "h1", "h2", "p", "ul", "li", "section", "details",
            "summary", "div", "figure", "pre", "table", "thead", "tbody", "tr", "th", "td", "small", "svg", "text", "line", "rect", "path", "circle", "tspan",
        }), which);
        Assert.That(Tag().Matches(html).Select(tag => tag.Value), Has.None.Match("(?i) (src|href|on[a-z]+)="), which);
    }

    [GeneratedRegex("<pre>.*?</pre>", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex("<style>.*?</style>", RegexOptions.Singleline)]
    private static partial Regex Style();

    [GeneratedRegex("<[/!]?(?<name>[a-zA-Z0-9]+)[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"@[a-z0-9]|#[0-9]|\bGH-[0-9]|://|www\.", RegexOptions.IgnoreCase)]
    private static partial Regex Linked();

    /// <summary>An artifact of a run, with some of its values replaced by what a stranger could put there.</summary>
    private sealed class Artifact(string folder)
    {
        private static readonly string[] Numbers =
        [
            "0", "-1", "1", "1e308", "-1e308", "1e400", "-1e400", "1e-320", "9223372036854775807", "-9223372036854775808", "18446744073709551615",
            "2147483648", "1e15", "0.1",
        ];

        private readonly JsonNode[] _originals =
        [
            .. Examples.SelectMany(example => new[] { "state.json", "metrics.json" }, (example, file) =>
                JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Examples", example, file)))!),
        ];

        public void Write(Random random)
        {
            Directory.CreateDirectory(folder);
            var example = random.Next(Examples.Length) * 2;
            var files = new[] { _originals[example].DeepClone(), _originals[example + 1].DeepClone() };
            for (var i = random.Next(1, 4); i > 0; i--)
            {
                Mutate(files[random.Next(6) == 0 ? 1 : 0], random);
            }

            File.WriteAllText(Path.Combine(folder, "state.json"), Text(files[0], random));
            File.WriteAllText(Path.Combine(folder, "metrics.json"), Text(files[1], random));
        }

        private static string Text(JsonNode document, Random random)
        {
            var text = document.ToJsonString();
            return random.Next(40) == 0 ? text[..random.Next(text.Length)] : text;
        }

        private static void Mutate(JsonNode document, Random random)
        {
            var leaves = Leaves(document).ToList();
            if (leaves.Count == 0)
            {
                return;
            }

            var leaf = leaves[random.Next(leaves.Count)];
            switch (leaf.Parent)
            {
                case JsonArray list when random.Next(4) == 0:
                    list.Insert(random.Next(list.Count + 1), random.Next(3) == 0 ? null : Value(leaf, random));
                    break;
                case JsonArray list:
                    list[list.IndexOf(leaf)] = Value(leaf, random);
                    break;
                case JsonObject properties when random.Next(40) == 0:
                    properties.Remove(leaf.GetPropertyName());
                    break;
                case JsonObject properties when random.Next(12) == 0:
                    properties[HostileCorpus.Next(random)] = Value(leaf, random);
                    break;
                case JsonObject properties:
                    properties[leaf.GetPropertyName()] = Value(leaf, random);
                    break;
            }
        }

        private static IEnumerable<JsonNode> Leaves(JsonNode node) => node switch
        {
            JsonObject properties => properties.Select(property => property.Value).OfType<JsonNode>().SelectMany(Leaves),
            JsonArray items => items.OfType<JsonNode>().SelectMany(Leaves),
            _ => [node],
        };

        /// <summary>Most often of the type that was there: what is refused at once shows little.</summary>
        private static JsonNode? Value(JsonNode leaf, Random random) => (leaf.GetValueKind(), random.Next(60)) switch
        {
            (_, 0) => null,
            (_, 1) => JsonNode.Parse(Numbers[random.Next(Numbers.Length)]),
            (_, 2) => new string(random.Next(2) == 0 ? 'x' : '`', random.Next(1, 60_000)),
            (_, 3) => Deep(random.Next(1, 60)),
            (System.Text.Json.JsonValueKind.Number, _) => JsonNode.Parse(Numbers[random.Next(Numbers.Length)]),
            _ => HostileCorpus.Next(random),
        };

        private static JsonNode Deep(int depth) =>
            Enumerable.Range(0, depth).Aggregate((JsonNode)new JsonArray(), (inner, _) => new JsonArray(inner));
    }
}
