using System.Text.RegularExpressions;

namespace Gauntlet.Build.Cli;

/// <summary>The one command that repeats a run, also one whose stages were started one by one, each with options of its own.</summary>
internal static partial class RepeatCommand
{
    private const string Full = "./build.sh --target=Full";

    /// <summary>The command of a run that begins with these options.</summary>
    /// <param name="given">As <c>--name</c> or <c>--name=value</c>, not quoted.</param>
    public static string Of(IEnumerable<string> given) => With(Full, given);

    /// <summary>The command of a stage on this run, from the project's root.</summary>
    public static string Of(string target, BuildPaths paths, params string[] given)
    {
        ArgumentNullException.ThrowIfNull(paths);
        string[] folder = paths.Artifacts == paths.UsualArtifacts ? [] : [$"--artifacts={paths.Named(paths.Artifacts)}"];
        return With($"./build.sh --target={target}", [.. folder, .. given]);
    }

    /// <summary>The command with further options, each in place of those of the same name and of those that it cannot be given with.</summary>
    public static string With(string command, IEnumerable<string> given)
    {
        var added = given.ToList();
        foreach (var name in added.Select(option => option.Split('=')[0]).SelectMany(name => Excluded(name).Prepend(name)).Distinct())
        {
            command = Regex.Replace(command, $"""{' '}{Regex.Escape(name)}(?:=(?:'(?:[^']|'\\'')*'|[^ ']*))?(?= |$)""", "", RegexOptions.CultureInvariant);
        }

        return string.Join(' ', [command, .. added.Select(Quoted)]);
    }

    /// <summary>A command that an artifact holds, made anew of those of its options that exist and have a value that is taken; the rest is left out.</summary>
    public static string Checked(string command) =>
        Of(Word().Matches(command).Select(word => Known(word.Groups["name"].Value, word.Groups["value"])).OfType<string>());

    private static IEnumerable<string> Excluded(string name) => OptionCatalog.Find(name[2..])?.Excludes.Select(other => "--" + other) ?? [];

    private static string? Known(string name, Group value)
    {
        var option = OptionCatalog.All.FirstOrDefault(option => option.Name == name);
        if (option is null || value.Success != (option.Kind != OptionKind.Flag))
        {
            return null;
        }

        var text = value.Value.StartsWith('\'') ? value.Value[1..^1].Replace("'\\''", "'", StringComparison.Ordinal) : value.Value;
        return option.Kind == OptionKind.Flag ? $"--{name}" : option.Problem(text) is null ? $"--{name}={text}" : null;
    }

    /// <summary>An argument as a shell reads it; of an option only its value is quoted.</summary>
    public static string Quoted(string argument)
    {
        if (argument.All(c => char.IsLetterOrDigit(c) || "-=_./:,@".Contains(c, StringComparison.Ordinal)))
        {
            return argument;
        }

        var parts = argument.Split('=', 2);
        var value = "'" + parts[^1].Replace("'", "'\\''", StringComparison.Ordinal) + "'";
        return parts.Length == 2 ? $"{parts[0]}={value}" : value;
    }

    [GeneratedRegex("""(?<= )--(?<name>[a-z-]+)(?:=(?<value>'(?:[^']|'\\'')*'|[^ ']*))?(?= |$)""")]
    private static partial Regex Word();
}
