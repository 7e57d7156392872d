using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;
using Serilog.Sinks.SystemConsole.Themes;

namespace Gauntlet.Build.Logging;

/// <summary>Serilog's console sink: plain lines for people, or one JSON object a line.</summary>
public static class ConsoleLog
{
    private static readonly AnsiConsoleTheme Colours = new(new Dictionary<ConsoleThemeStyle, string>
    {
        [ConsoleThemeStyle.LevelWarning] = "\e[33m",
        [ConsoleThemeStyle.LevelError] = "\e[31m",
        [ConsoleThemeStyle.LevelFatal] = "\e[31;1m",
    });

    /// <param name="json">One JSON object a line.</param>
    /// <param name="colour">False for NO_COLOR and for anything but a terminal.</param>
    public static ILogger Create(bool json, bool colour)
    {
        var configuration = new LoggerConfiguration().MinimumLevel.Is(LogEventLevel.Verbose);
        return json
            ? configuration.WriteTo.Console(new CompactJsonFormatter()).CreateLogger()
            : configuration
                .WriteTo.Logger(quiet => quiet.Filter.ByIncludingOnly(entry => entry.Level < LogEventLevel.Warning).WriteTo.Console(outputTemplate: "{Message:lj}{NewLine}", theme: ConsoleTheme.None))
                .WriteTo.Logger(loud => loud.Filter.ByIncludingOnly(entry => entry.Level >= LogEventLevel.Warning)
                    .WriteTo.Console(outputTemplate: "{Level:w}: {Message:lj}{NewLine}", theme: colour ? Colours : ConsoleTheme.None))
                .CreateLogger();
    }
}
