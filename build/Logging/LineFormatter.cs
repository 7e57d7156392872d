using System.Globalization;
using Gauntlet.Build.State;
using Serilog.Events;
using Serilog.Formatting;

namespace Gauntlet.Build.Logging;

/// <summary>
/// An event as a line for people. Warnings and errors say so at their start; an event with an <see cref="Outcome"/> says it by mark and colour instead.
/// On a terminal a long line goes on under its <see cref="Indent"/>.
/// </summary>
internal sealed class LineFormatter(bool colour, int? width) : ITextFormatter
{
    /// <summary>Property: how the stage or the run ended.</summary>
    public const string Outcome = nameof(Outcome);

    /// <summary>Property: the column where the text starts, and where a wrapped one goes on; up to it the line has the colour of its outcome.</summary>
    public const string Indent = nameof(Indent);

    public void Format(LogEvent logEvent, TextWriter output)
    {
        var outcome = Value<StageOutcome>(logEvent, Outcome);
        var prefix = outcome is null ? Prefix(logEvent.Level) : "";
        var indent = Value<int>(logEvent, Indent) ?? prefix.Length;
        var text = prefix + logEvent.RenderMessage(CultureInfo.InvariantCulture);
        if (width is { } columns)
        {
            text = TextWrap.Wrap(text, columns, indent);
        }

        output.WriteLine(colour && Colour(outcome, logEvent.Level) is { } code && indent > 0
            ? $"\e[{code}m{text[..Math.Min(indent, text.Length)]}\e[0m{text[Math.Min(indent, text.Length)..]}"
            : text);
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
}
