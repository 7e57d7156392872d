using System.Text.RegularExpressions;
using Gauntlet.Build.Terminal;
using Gauntlet.HostBench;
using Serilog;
using Serilog.Core;
using Serilog.Core.Enrichers;
using Serilog.Events;

namespace Gauntlet.Build.Tests.Terminal;

[TestFixture]
public sealed class LineFormatterTests
{
    private static readonly string Line = Environment.NewLine;

    [Test]
    public void Format_LineInColumnsThatIsTooLong_GoesOnUnderItsText() =>
        Assert.That(Format("  LoadTest                    2 routes, seed 16961234567890123456", width: 50), Is.EqualTo(
            $"  LoadTest                    2 routes, seed{Line}                              16961234567890123456{Line}"));

    [TestCase("Stand-ins in use: Cake.Frosting, Cake.Kubectl", "Stand-ins in use:|Cake.Frosting,|Cake.Kubectl|")]
    [TestCase("    reach it: kubectl get pods", "    reach it: kubectl|    get pods|")]
    public void Format_PlainLineThatIsTooLong_GoesOnUnderItsStart(string text, string expected) =>
        Assert.That(Format(text, width: 21), Is.EqualTo(expected.Replace("|", Line, StringComparison.Ordinal)));

    [TestCase(
        "✓ Validate              3.9s  18 objects, 2 routes, embedded cluster",
        "✓ Validate              3.9s  18|    objects, 2 routes, embedded cluster|")]
    [TestCase("                              Check --kubeconfig and --context of it", "    Check --kubeconfig and --context of|    it|")]
    public void Format_TerminalOfFortyColumns_HasNoColumnForItsText(string text, string expected) =>
        Assert.That(Format(text, width: 40, indent: 30), Is.EqualTo(expected.Replace("|", Line, StringComparison.Ordinal)));

    [TestCase(null)]
    [TestCase(80)]
    public void Format_TextWithACaret_KeepsItUnderTheMistake(int? width) =>
        Assert.That(Format("usage: A threshold is wrong:\n  p(95) <\n         ^", width, indent: 10), Is.EqualTo(
            $"usage: A threshold is wrong:{Line}            p(95) <{Line}                   ^{Line}"));

    [Test]
    public void Format_TextWithACaretThatHasNoRoom_IsIndentedLessAndNotWrapped() =>
        Assert.That(Format("wrong:\n  http.p(95){route=foo} <\n                         ^", 30, indent: 10), Is.EqualTo(
            $"wrong:{Line}      http.p(95){{route=foo}} <{Line}                             ^{Line}"));

    [TestCase("", false)]
    [TestCase("Verdict: pass", true)]
    public void Create_Json_LeavesBlankLinesOut(string text, bool written)
    {
        var terminal = new TestTerminal();

        LogSinks.Create(terminal, new TerminalStyle(Json: true, Colour: false, Live: false, Width: null)).Information("{Text:l}", text);

        Assert.That(terminal.Output.StartsWith('{'), Is.EqualTo(written));
    }

    [Test]
    public void Create_Json_HasTheTextOnceAndNothingThatLaysOut()
    {
        var terminal = new TestTerminal();

        LogSinks.Create(terminal, new TerminalStyle(Json: true, Colour: false, Live: false, Width: null))
            .ForContext(LineFormatter.Indent, 30).Warning("{Mark:l} {Stage,-18:l} {Text:l}", "?", "LoadTest", "a \"quoted\" text");

        Assert.That(Regex.Replace(terminal.Output, "[0-9]{4}-[^\"]+Z", "now").TrimEnd(),
            Is.EqualTo("""{"@t":"now","@l":"Warning","Stage":"LoadTest","Text":"a \"quoted\" text"}"""));
    }

    private static string Format(string text, int? width, int? indent = null)
    {
        using var output = new StringWriter();
        using var log = new LoggerConfiguration().WriteTo.Sink(new Sink(new LineFormatter(colour: false, width), output)).CreateLogger();
        log.ForContext(indent is { } column ? [new PropertyEnricher(LineFormatter.Indent, column)] : Array.Empty<ILogEventEnricher>())
            .Information("{Text:l}", text);
        return output.ToString();
    }

    private sealed class Sink(LineFormatter formatter, TextWriter output) : ILogEventSink
    {
        public void Emit(LogEvent logEvent) => formatter.Format(logEvent, output);
    }
}
