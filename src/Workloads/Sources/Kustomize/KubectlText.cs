using System.Text.Json;
using System.Text.RegularExpressions;

namespace Gauntlet.Workloads.Sources.Kustomize;

/// <summary>What kubectl says of an error, without what its log puts around it.</summary>
internal static partial class KubectlText
{
    /// <summary>In one line.</summary>
    public static string Read(IEnumerable<string> errors)
    {
        var text = string.Join('\n', errors).Trim();
        var logged = Logged().Match(text);
        if (!logged.Success)
        {
            return OneLine(text.StartsWith("error: ", StringComparison.Ordinal) ? text["error: ".Length..] : text);
        }

        var error = logged.Groups["error"].Value.Trim();
        return OneLine(error.StartsWith('<') ? error.Trim('<', '>') : Unquoted(error));
    }

    private static string Unquoted(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<string>(text) ?? text;
        }
        catch (JsonException)
        {
            return text.Trim('"');
        }
    }

    private static string OneLine(string text) => Spaces().Replace(text.Trim(), " ");

    /// <summary>As klog writes it: severity, date, time, process, place, message.</summary>
    [GeneratedRegex("""^[IWEF]\d{4} [\d:.]+\s+\d+ [^\]]+\] "command failed" err=(?<error>.*)$""", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Logged();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
