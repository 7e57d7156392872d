using System.Globalization;
using System.Text.RegularExpressions;
using Gauntlet.Build.Pipeline;
using Serilog.Events;
using Serilog.Formatting;

namespace Gauntlet.Build.Terminal;

/// <summary>
/// An event as a line for people. Warnings and errors say so at their start; an event with an <see cref="Outcome"/> says it by mark and colour instead.
/// On a terminal a long line goes on under its <see cref="Indent"/>; so do, everywhere, further lines of its text.
/// </summary>
internal sealed partial class LineFormatter(bool colour, int? width) : ITextFormatter
{
    /// <summary>Property: how the stage or the run ended.</summary>
    public const string Outcome = nameof(Outcome);

    /// <summary>Property: the column where the text starts, and where a wrapped one goes on; up to it the line has the colour of its outcome.</summary>
    public const string Indent = nameof(Indent);

    /// <summary>Where a terminal has no room for text beside the columns of a stage's line, it goes on almost at the edge.</summary>
    private const int NarrowIndent = 4;

    public void Format(LogEvent logEvent, TextWriter output)
    {
        var outcome = Value<StageOutcome>(logEvent, Outcome);
        var prefix = outcome is null ? Prefix(logEvent.Level) : "";
        var lines = (prefix + logEvent.RenderMessage(CultureInfo.InvariantCulture)).ReplaceLineEndings("\n").Split('\n');
        var indent = Value<int>(logEvent, Indent) ?? (prefix.Length > 0 ? prefix.Length : Columns().Match(lines[0]).Length);
        if (width < indent + TextWrap.LeastText && indent > NarrowIndent)
        {
            indent = NarrowIndent;
            var margin = new string(' ', indent);
            lines[0] = lines[0].StartsWith(margin, StringComparison.Ordinal) ? margin + lines[0].TrimStart() : lines[0];
        }

        var first = width is { } columns ? TextWrap.Wrap(lines[0], columns, indent) : lines[0];
        var text = string.Join(Environment.NewLine, [first, .. Below(lines[1..], indent)]);
        output.WriteLine(colour && Colour(outcome, logEvent.Level) is { } code && indent > 0
            ? $"\e[{code}m{text[..Math.Min(indent, text.Length)]}\e[0m{text[Math.Min(indent, text.Length)..]}"
            : text);
    }

    /// <summary>Lines that somebody laid out, such as a caret under a mistake: moved together, never wrapped.</summary>
    private IEnumerable<string> Below(string[] lines, int indent)
    {
        var margin = width is { } columns ? Math.Clamp(columns - lines.Select(DisplayWidth.Of).DefaultIfEmpty().Max(), 0, indent) : indent;
        return lines.Select(line => new string(' ', margin) + line);
    }

    private static string Prefix(LogEventLevel level) => level switch
    {
        LogEventLevel.Warning => "warning: ",
        LogEventLevel.Error or LogEventLevel.Fatal => "error: ",
        _ => "",
    };

    private static string? Colour(StageOutcome? outcome, LogEventLevel level) => (outcome, level) switch
    {
        (StageOutcome.Pass, _) => "32",
        (StageOutcome.Skipped, _) => "2",
        (StageOutcome.Inconclusive, _) or (null, LogEventLevel.Warning) => "33",
        (not null, _) or (null, LogEventLevel.Error or LogEventLevel.Fatal) => "31",
        _ => null,
    };

    private static T? Value<T>(LogEvent logEvent, string name)
        where T : struct =>
        logEvent.Properties.TryGetValue(name, out var value) && value is ScalarValue { Value: T typed } ? typed : null;

    /// <summary>What stands before the text of a line that was written in columns.</summary>
    [GeneratedRegex(@"\A *(\S+ {2,})?")]
    private static partial Regex Columns();
}
