using System.Globalization;
using Cake.Core.Diagnostics;
using Gauntlet.Build.Ci;
using Gauntlet.Build.Processes;
using Gauntlet.ForeignText;
using Serilog.Core;
using Serilog.Core.Enrichers;
using Serilog.Events;

namespace Gauntlet.Build.Terminal;

/// <summary>The one log: Cake decides by verbosity what is printed, Serilog how.</summary>
public sealed class HostLog(Serilog.ILogger logger, SecretMask mask, CiCommands ci, LiveLine live) : ICakeLog
{
    private const string CakesError = "Error: ";

    /// <inheritdoc/>
    public Verbosity Verbosity { get; set; } = Verbosity.Normal;

    /// <inheritdoc/>
    public void Write(Verbosity verbosity, LogLevel level, string format, params object[] args)
    {
        var text = args is { Length: > 0 } ? string.Format(CultureInfo.InvariantCulture, format, args) : format;
        // Cake begins what ended the host with the word that the level is written as anyway.
        Write(
            verbosity, level, [], "{Text:l}",
            level == LogLevel.Error && text.StartsWith(CakesError, StringComparison.Ordinal) ? text[CakesError.Length..] : text);
    }

    /// <summary>Writes an event whose parts stay apart in a structured log.</summary>
    /// <param name="verbosity">The least verbosity that prints it.</param>
    /// <param name="level">How bad it is.</param>
    /// <param name="properties">What it carries beside its text.</param>
    /// <param name="template">A message template of Serilog's.</param>
    /// <param name="values">The values of the template's properties.</param>
    public void Write(Verbosity verbosity, LogLevel level, IReadOnlyList<(string Name, object? Value)> properties, string template, params object?[] values)
    {
        ArgumentNullException.ThrowIfNull(properties);
        ArgumentNullException.ThrowIfNull(values);
        if (verbosity > Verbosity)
        {
            return;
        }

        live.Clear();
        IEnumerable<ILogEventEnricher> enrichers = properties.Select(property => new PropertyEnricher(property.Name, property.Value));
#pragma warning disable CA2254 // Template should be a static expression: it is, at every caller; this is the one door to Serilog.
        logger.ForContext(enrichers).Write(Level(level), template, [.. values.Select(value => value is string text ? Printable(text) : value)]);
#pragma warning restore CA2254
    }

    /// <summary>Without secrets, and without anything that a log viewer would obey.</summary>
    private string Printable(string text) => ci.Inert(TerminalText.Inert(mask.Apply(text)));

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
