using System.Text.RegularExpressions;

namespace Gauntlet.ForeignText;

/// <summary>What the runner of GitHub Actions reads: lines of a log, some of which are commands, and the values of these.</summary>
public static partial class RunnerText
{
    /// <summary>
    /// Text for the log, with an invisible character in whatever the runner would take as a command: <c>::</c> at the start of a line, <c>##[</c> anywhere.
    /// A carriage return ends a line for the runner as a line feed does.
    /// </summary>
    public static string Log(string? text) =>
        Command().Replace(text ?? "", "${blank}\u200B${command}").Replace("##[", "##\u200B[", StringComparison.Ordinal);

    /// <summary>The value of a command.</summary>
    public static string Data(string? text) => (text ?? "")
        .Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    /// <summary>The value of a property of a command.</summary>
    public static string Property(string? text) => Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);

    [GeneratedRegex(@"(?<=^|[\r\n])(?<blank>\s*)(?<command>::)")]
    private static partial Regex Command();
}
