using Serilog;
using Serilog.Configuration;
using Serilog.Events;
using Serilog.Formatting;

namespace Gauntlet.Build.Terminal;

/// <summary>The console of this process.</summary>
public sealed class SystemTerminal(HostEnvironment environment) : ITerminal
{
    /// <inheritdoc/>
    public TextWriter Out => Console.Out;

    /// <inheritdoc/>
    public TextWriter Error => Console.Error;

    /// <inheritdoc/>
    public bool IsInteractive { get; } = !Console.IsOutputRedirected && environment["TERM"] != "dumb";

    /// <inheritdoc/>
    public int Width => Console.WindowWidth is > 0 and var columns ? columns : 80;

    /// <inheritdoc/>
    public LoggerConfiguration Log(LoggerSinkConfiguration sinks, ITextFormatter formatter, bool toError)
    {
        ArgumentNullException.ThrowIfNull(sinks);
        return sinks.Console(formatter, standardErrorFromLevel: toError ? LogEventLevel.Verbose : null);
    }
}
