using System.Text.RegularExpressions;
using Gauntlet.Checks;
using Gauntlet.PipelineHarness;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using CodeBlock = Gauntlet.Docs.Tests.Markdown.CodeBlock;

namespace Gauntlet.Docs.Tests;

/// <summary>docs/thresholds.md: every example is understood, and nothing that can be written is missing.</summary>
[TestFixture]
public sealed partial class ThresholdsPageTests
{
    private const string Page = "docs/thresholds.md";

    private static string Text { get; } = File.ReadAllText(Path.Combine(Checkout.Root, Page));

    private static IEnumerable<string> Files => CodeBlock.Read(Page).Where(block => block.Language == "thresholds").Select(block => block.Text);

    private static IEnumerable<string> Examples =>
        Markdig.Markdown.Parse(Text).Descendants<CodeInline>().Select(code => code.Content).Where(code => Condition().IsMatch(code));

    [TestCaseSource(nameof(Examples))]
    public void Example_InTheText_IsAThreshold(string example) => Assert.That(() => Thresholds.Parse(example), Throws.Nothing);

    [TestCaseSource(nameof(Files))]
    public void Example_OfAFile_IsOne(string text)
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, text);

        var thresholds = Thresholds.Load(file, new(["foo", "bar"], null));

        File.Delete(file);
        Assert.That(thresholds, Is.Not.Empty);
    }

    [Test]
    public void Defaults_AreTheFirstExample() =>
        Assert.That(Files.First().TrimEnd('\n').Split('\n'), Is.EqualTo(Thresholds.Defaults.Select(threshold => threshold.Expression)));

    [Test]
    public void Metrics_ThatTheParserKnows_AreAllNamed()
    {
        var problem = Assert.Throws<ThresholdSyntaxException>(() => Thresholds.Parse("nothing < 1"))!.Problem;
        var known = Name().Matches(problem.Split("known are ")[1].Split(", and ")[0]).Select(name => name.Value).ToList();

        Assert.That(known, Has.Count.GreaterThan(9));
        Assert.That(known, Is.All.Matches<string>(name => Text.Contains($"`{name}`", StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"^[a-z]\S* ([<>]=?|[=!]=) \d")]
    private static partial Regex Condition();

    [GeneratedRegex("[a-z_]+")]
    private static partial Regex Name();
}
