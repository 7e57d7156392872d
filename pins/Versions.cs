using System.Text.RegularExpressions;

namespace Gauntlet.Pins;

/// <summary>Versions as tags write them.</summary>
internal static partial class Versions
{
    /// <summary>The highest among the tags that are written like this one (v or none, as many numbers, the same ending); itself where none is higher.</summary>
    public static string Highest(string current, IEnumerable<string> tags) =>
        Form().Match(current) is not { Success: true } form ? current
            : tags.Select(tag => Form().Match(tag)).Where(tag => tag.Success && Shape(tag) == Shape(form)).Append(form)
                .MaxBy(tag => Version.Parse(Numbers(tag)))!.Value;

    /// <summary>Whether one is higher than another that is written like it.</summary>
    public static bool IsHigher(string one, string other) => Highest(other, [one]) != other;

    private static (bool IsPrefixed, int Numbers, string Ending) Shape(Match tag) =>
        (tag.Groups["v"].Length > 0, tag.Groups["numbers"].Value.Split('.').Length, tag.Groups["ending"].Value);

    /// <summary>A version of .NET has two numbers at least.</summary>
    private static string Numbers(Match tag) => tag.Groups["numbers"].Value.Contains('.', StringComparison.Ordinal)
        ? tag.Groups["numbers"].Value : tag.Groups["numbers"].Value + ".0";

    /// <summary>An ending with a digit is a pre-release or a build, of which none is another one's successor.</summary>
    [GeneratedRegex(@"\A(?<v>v?)(?<numbers>\d{1,8}(\.\d{1,8}){0,3})(?<ending>(-[a-z]+)?)\z")]
    private static partial Regex Form();
}
