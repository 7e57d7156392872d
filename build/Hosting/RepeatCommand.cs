using System.Text.RegularExpressions;

namespace Gauntlet.Build.Hosting;

/// <summary>The one command that repeats a run, also one whose stages were started one by one, each with options of its own.</summary>
internal static class RepeatCommand
{
    private const string Full = "./build.sh --target=Full";

    /// <summary>The command of a run that begins with these options.</summary>
    /// <param name="given">As <c>--name</c> or <c>--name=value</c>, not quoted.</param>
    public static string Of(IEnumerable<string> given) => With(Full, given);

    /// <summary>The command with further options, each in place of those of the same name.</summary>
    public static string With(string command, IEnumerable<string> given)
    {
        var added = given.ToList();
        foreach (var name in added.Select(option => option.Split('=')[0]).Distinct())
        {
            command = Regex.Replace(command, $"""{' '}{Regex.Escape(name)}(?:=(?:'(?:[^']|'\\'')*'|[^ ']*))?(?= |$)""", "", RegexOptions.CultureInvariant);
        }

        return string.Join(' ', [command, .. added.Select(Quoted)]);
    }

    private static string Quoted(string argument)
    {
        if (argument.All(c => char.IsLetterOrDigit(c) || "-=_./:,@".Contains(c, StringComparison.Ordinal)))
        {
            return argument;
        }

        var parts = argument.Split('=', 2);
        var value = "'" + parts[^1].Replace("'", "'\\''", StringComparison.Ordinal) + "'";
        return parts.Length == 2 ? $"{parts[0]}={value}" : value;
    }
}
