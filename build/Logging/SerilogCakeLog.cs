using Cake.Core.Diagnostics;
using Gauntlet.Build.Lifetime;
using Gauntlet.Build.Processes;
using Serilog.Events;

namespace Gauntlet.Build.Logging;

/// <summary>Cake's log on Serilog: Cake decides by verbosity what is printed, Serilog how.</summary>
public sealed class SerilogCakeLog(Serilog.ILogger logger, SecretMask mask, LiveLine live) : ICakeLog
{
    /// <inheritdoc/>
    public Verbosity Verbosity { get; set; } = Verbosity.Normal;

    /// <inheritdoc/>
    public void Write(Verbosity verbosity, LogLevel level, string format, params object[] args)
    {
        if (verbosity > Verbosity)
        {
            return;
        }

        var text = mask.Apply(args is { Length: > 0 } ? string.Format(System.Globalization.CultureInfo.InvariantCulture, format, args) : format);
        live.Clear();
        logger.Write(Level(level), "{Text:l}", text);
    }

    private static LogEventLevel Level(LogLevel level) => level switch
    {
        LogLevel.Fatal => LogEventLevel.Fatal,
        LogLevel.Error => LogEventLevel.Error,
        LogLevel.Warning => LogEventLevel.Warning,
        LogLevel.Information => LogEventLevel.Information,
        LogLevel.Verbose => LogEventLevel.Verbose,
        _ => LogEventLevel.Debug,
    };
}
