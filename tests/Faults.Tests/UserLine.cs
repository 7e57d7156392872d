using System.Text.RegularExpressions;

namespace Gauntlet.Faults.Tests;

/// <summary>The line of a fault against the output of a run.</summary>
internal static partial class UserLine
{
    /// <summary>True when some line of the output holds the expected text, whatever stands for its angle brackets.</summary>
    public static bool IsIn(string output, string expected)
    {
        var pattern = string.Join(".+?", Placeholder().Split(expected).Select(Regex.Escape));
        return output.Split('\n').Any(line => Regex.IsMatch(line, pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5)));
    }

    [GeneratedRegex("<[a-z][a-z ]*>")]
    private static partial Regex Placeholder();
}
