using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Gauntlet.PullRequests.Workflow;

/// <summary>The files behind <c>GITHUB_OUTPUT</c> and <c>GITHUB_ENV</c>: names and values for later steps.</summary>
public static partial class EnvironmentFile
{
    // The runner reads UTF-8; a byte order mark would become part of the first name.
    internal static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Appends one value. Its end is a random word, so no value can smuggle in a second name.</summary>
    /// <exception cref="ArgumentException">The name is not made of letters, digits, underscores and hyphens.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Append(string path, string name, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(value);
        if (!NamePattern().IsMatch(name))
        {
            throw new ArgumentException($"'{name}' is no name for an output or variable.", nameof(name));
        }

        var end = "gauntlet-" + RandomNumberGenerator.GetHexString(32, lowercase: true);
        File.AppendAllText(path, $"{name}<<{end}\n{value}\n{end}\n", Utf8);
    }

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_-]*\z")]
    private static partial Regex NamePattern();
}
