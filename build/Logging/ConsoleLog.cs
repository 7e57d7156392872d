using System.Globalization;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace Gauntlet.Build.Logging;

/// <summary>Serilog's console sink: lines for people, or one JSON object a line.</summary>
public static class ConsoleLog
{
    /// <summary>Columns of the terminal; 80 where it has not said how many.</summary>
    public static int Width => Console.WindowWidth is > 0 and var columns ? columns : 80;

    /// <param name="json">One JSON object a line; what only parts lines for people is left out.</param>
    /// <param name="colour">False for NO_COLOR and for anything but a terminal.</param>
    /// <param name="width">Columns of the terminal; null where lines are left whole.</param>
    public static ILogger Create(bool json, bool colour, int? width) => Configure()
        .Filter.ByExcluding(entry => json && entry.RenderMessage(CultureInfo.InvariantCulture).Length == 0)
        .WriteTo.Console(json ? new CompactJsonFormatter() : new LineFormatter(colour, width))
        .CreateLogger();

    /// <summary>The log on standard error of a host that does not start.</summary>
    /// <param name="json">One JSON object a line.</param>
    public static ILogger CreateForErrors(bool json) => Configure()
        .WriteTo.Console(json ? new CompactJsonFormatter() : new LineFormatter(colour: false, width: null), standardErrorFromLevel: LogEventLevel.Verbose)
        .CreateLogger();

    private static LoggerConfiguration Configure() => new LoggerConfiguration().MinimumLevel.Is(LogEventLevel.Verbose);
}
