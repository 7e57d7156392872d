using System.Security.Cryptography;
using Gauntlet.ForeignText;

namespace Gauntlet.PullRequests.Workflow;

/// <summary>Lines on standard output that the runner of GitHub Actions takes as commands, with every value escaped.</summary>
public static class WorkflowCommands
{
    /// <summary>Opens a fold in the log.</summary>
    public static string Group(string title) => "::group::" + RunnerText.Data(title);

    /// <summary>Closes the fold that was opened last.</summary>
    public static string EndGroup => "::endgroup::";

    /// <summary>
    /// Commands that keep a secret out of the log, one per line of it: the runner masks line by line. Write them before anything that could hold it.
    /// </summary>
    public static IEnumerable<string> Mask(string secret) =>
        (secret ?? string.Empty).Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Distinct(StringComparer.Ordinal)
            .Select(line => "::add-mask::" + RunnerText.Data(line));

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
