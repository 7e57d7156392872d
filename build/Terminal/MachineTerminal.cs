using Serilog;
using Serilog.Configuration;
using Serilog.Formatting;

namespace Gauntlet.Build.Terminal;

/// <summary>Leaves standard output to what a machine reads: all that is for people goes to standard error.</summary>
public sealed class MachineTerminal(ITerminal terminal) : ITerminal
{
    /// <summary>Standard output itself.</summary>
    public TextWriter Machine => terminal.Out;

    /// <inheritdoc/>
    public TextWriter Out => terminal.Error;

    /// <inheritdoc/>
    public TextWriter Error => terminal.Error;

    /// <inheritdoc/>
    public bool IsInteractive => false;

    /// <inheritdoc/>
    public int Width => terminal.Width;

    /// <inheritdoc/>
    public LoggerConfiguration Log(LoggerSinkConfiguration sinks, ITextFormatter formatter, bool toError) => terminal.Log(sinks, formatter, toError: true);
}
