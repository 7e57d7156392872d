using Serilog;
using Serilog.Configuration;
using Serilog.Formatting;

namespace Gauntlet.Build.Terminal;

/// <summary>Where the host writes. Nothing else in the host knows the console.</summary>
public interface ITerminal
{
    /// <summary>Standard output.</summary>
    TextWriter Out { get; }

    /// <summary>Standard error.</summary>
    TextWriter Error { get; }

    /// <summary>True when standard output is a terminal that can move its cursor; else a file, a pipe or a CI service's log.</summary>
    bool IsInteractive { get; }

    /// <summary>Columns of the terminal at this moment; 80 where it does not say how many.</summary>
    int Width { get; }

    /// <summary>Lets a log write here: to standard output, or to standard error.</summary>
    LoggerConfiguration Log(LoggerSinkConfiguration sinks, ITextFormatter formatter, bool toError);
}
