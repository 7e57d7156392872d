using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace Gauntlet.Build.Logging;

/// <summary>Serilog's console sink: lines for people, or one JSON object a line.</summary>
public static class ConsoleLog
{
    /// <param name="json">One JSON object a line.</param>
    /// <param name="colour">False for NO_COLOR and for anything but a terminal.</param>
    /// <param name="width">Columns of the terminal; null where lines are left whole.</param>
    public static ILogger Create(bool json, bool colour, int? width) => new LoggerConfiguration()
        .MinimumLevel.Is(LogEventLevel.Verbose)
        .WriteTo.Console(json ? new CompactJsonFormatter() : new LineFormatter(colour, width))
        .CreateLogger();
}
