using System.Text.RegularExpressions;

namespace Gauntlet.ForeignText.Tests;

internal sealed partial class OtherSinkTests
{
    private const int Seed = 4711;

    [Test]
    public void Html_HostileTexts_OpenNoTagAndLeaveNoAttribute()
    {
        foreach (var text in Texts())
        {
            var html = HtmlSink.Compose($"<p title=\"{text}\">{text}</p>").Text;

            Assert.That(Element().IsMatch(html), html);
            Assert.That(html.EnumerateRunes().Where(rune => Characters.IsHidden(rune) && rune.Value is not ('\t' or '\n')), Is.Empty, html);
        }
    }

    [Test]
    public void RunnerLog_HostileTexts_HoldNoCommand()
    {
        foreach (var text in Texts())
        {
            // As the runner reads a log: line by line, blanks before a command passed over.
            using var lines = new StringReader(RunnerText.Log(text));
            while (lines.ReadLine() is { } line)
            {
                Assert.That(line.TrimStart(), Does.Not.StartWith("::"), line);
                Assert.That(line, Does.Not.Contain("##["), line);
            }
        }
    }

    [Test]
    public void RunnerValues_HostileTexts_StayInTheirCommand()
    {
        foreach (var text in Texts())
        {
            Assert.That(RunnerText.Data(text), Does.Not.Contain("\r").And.Not.Contain("\n"));
            Assert.That(RunnerText.Property(text), Does.Not.Contain(":").And.Not.Contain(",").And.Not.Contain("\r").And.Not.Contain("\n"));
        }
    }

    [Test]
    public void Terminal_HostileTexts_MoveNoCursorAndTurnNoDirection()
    {
        foreach (var text in Texts())
        {
            Assert.That(TerminalText.Inert(text).EnumerateRunes().Where(rune => Characters.IsHidden(rune) && rune.Value is not ('\t' or '\n')), Is.Empty, text);
        }
    }

    private static IEnumerable<string> Texts()
    {
        TestContext.Out.WriteLine($"seed {Seed}");
        var random = new Random(Seed);
        return Enumerable.Range(0, 5_000).Select(_ => HostileCorpus.Next(random));
    }

    [GeneratedRegex("^<p title=\"[^\"<>]*\">[^<>]*</p>$", RegexOptions.Singleline)]
    private static partial Regex Element();
}
