using System.Globalization;
using Serilog;
using Serilog.Events;
using Serilog.Formatting;

namespace Gauntlet.Build.Terminal;

/// <summary>Serilog on a terminal: lines for people, or one JSON object a line.</summary>
internal static class LogSinks
{
    /// <summary>The log of a run. As JSON, what only parts lines for people is left out.</summary>
    public static ILogger Create(ITerminal terminal, TerminalStyle style) => Configure(terminal, style, toError: false);

    /// <summary>The log on standard error of a host that does not start.</summary>
    public static ILogger CreateForErrors(ITerminal terminal, bool json) =>
        Configure(terminal, new TerminalStyle(json, Colour: false, Live: false, Width: null), toError: true);

    private static Serilog.Core.Logger Configure(ITerminal terminal, TerminalStyle style, bool toError)
    {
        ITextFormatter formatter = style.Json ? new JsonLineFormatter() : new LineFormatter(style.Colour, style.Width);
        var log = new LoggerConfiguration().MinimumLevel.Is(LogEventLevel.Verbose)
            .Filter.ByExcluding(entry => style.Json && entry.RenderMessage(CultureInfo.InvariantCulture).Length == 0);
        return terminal.Log(log.WriteTo, formatter, toError).CreateLogger();
    }
}
