using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Gauntlet.PullRequests.Workflow;

/// <summary>Lines on standard output that the runner of GitHub Actions takes as commands, with every value escaped.</summary>
public static partial class WorkflowCommands
{
    /// <summary>Opens a fold in the log.</summary>
    public static string Group(string title) => "::group::" + EscapeData(title);

    /// <summary>Closes the fold that was opened last.</summary>
    public static string EndGroup => "::endgroup::";

    /// <summary>
    /// Commands that keep a secret out of the log, one per line of it: the runner masks line by line. Write them before anything that could hold it.
    /// </summary>
    public static IEnumerable<string> Mask(string secret) =>
        (secret ?? string.Empty).Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Distinct(StringComparer.Ordinal)
            .Select(line => "::add-mask::" + EscapeData(line));

    /// <summary>Writes text of others (pod logs, HTTP bodies) so that no line of it can act as a command.</summary>
    public static void WriteForeign(TextWriter output, string text)
    {
        ArgumentNullException.ThrowIfNull(output);
        using (Foreign(output))
        {
            output.WriteLine(text);
        }
    }

    /// <summary>
    /// Switches commands off until the result is disposed. The word that switches them on again is random, so the text in between cannot know it.
    /// </summary>
    public static IDisposable Foreign(TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var word = "gauntlet-" + RandomNumberGenerator.GetHexString(32, lowercase: true);
        output.WriteLine("::stop-commands::" + word);
        return new Resume(output, word);
    }

    /// <summary>
    /// The text with an invisible character in whatever the runner would take as a command: <c>::</c> at the start of a line, <c>##[</c> anywhere.
    /// For lines that are ours and quote others in passing; whole blocks of others go through <see cref="Foreign"/>.
    /// </summary>
    public static string Inert(string text) =>
        CommandPattern().Replace(text ?? string.Empty, "${blank}\u200B${command}").Replace("##[", "##\u200B[", StringComparison.Ordinal);

    internal static string EscapeData(string? text) =>
        (text ?? string.Empty)
            .Replace("%", "%25", StringComparison.Ordinal)
            .Replace("\r", "%0D", StringComparison.Ordinal)
            .Replace("\n", "%0A", StringComparison.Ordinal);

    internal static string EscapeProperty(string? text) =>
        EscapeData(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);

    [GeneratedRegex(@"^(?<blank>\s*)(?<command>::)", RegexOptions.Multiline)]
    private static partial Regex CommandPattern();

    private sealed class Resume(TextWriter output, string word) : IDisposable
    {
        private bool _done;

        public void Dispose()
        {
            if (!_done)
            {
                // A text that ends without a line break would swallow the command.
                output.WriteLine();
                output.WriteLine($"::{word}::");
                _done = true;
            }
        }
    }
}
