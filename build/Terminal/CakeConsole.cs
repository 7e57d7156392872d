using System.Globalization;

namespace Gauntlet.Build.Terminal;

/// <summary>The console that Cake prints its tree and its version on: plain text.</summary>
public sealed class CakeConsole(ITerminal terminal) : IConsole
{
    /// <inheritdoc/>
    public ConsoleColor ForegroundColor { get; set; }

    /// <inheritdoc/>
    public ConsoleColor BackgroundColor { get; set; }

    /// <inheritdoc/>
    public bool SupportAnsiEscapeCodes => false;

    /// <inheritdoc/>
    public void Write(string format, params object[] arg) => Write(string.Format(CultureInfo.InvariantCulture, format, arg));

    /// <inheritdoc/>
    public void Write(string value) => terminal.Out.Write(value);

    /// <inheritdoc/>
    public void WriteLine(string format, params object[] arg) => WriteLine(string.Format(CultureInfo.InvariantCulture, format, arg));

    /// <inheritdoc/>
    public void WriteLine(string value) => terminal.Out.WriteLine(value);

    /// <inheritdoc/>
    public void WriteError(string format, params object[] arg) => WriteError(string.Format(CultureInfo.InvariantCulture, format, arg));

    /// <inheritdoc/>
    public void WriteError(string value) => terminal.Error.Write(value);

    /// <inheritdoc/>
    public void WriteErrorLine(string format, params object[] arg) => WriteErrorLine(string.Format(CultureInfo.InvariantCulture, format, arg));

    /// <inheritdoc/>
    public void WriteErrorLine(string value) => terminal.Error.WriteLine(value);

    /// <inheritdoc/>
    public void ResetColor()
    {
    }
}
