using System.Globalization;

namespace Gauntlet.EmbeddedCluster.Client;

/// <summary>
/// Just enough of busybox for Jobs and init containers: true, false, echo, sleep, exit, alone or in <c>sh -c</c> separated by <c>;</c> or <c>&amp;&amp;</c>.
/// </summary>
public static class EmbeddedShell
{
    /// <summary>The commands of a container, one after the other, each with its words.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Steps(IReadOnlyList<string> words) => words is ["sh" or "/bin/sh", "-c", var script, ..]
        ? [.. script.Split(["&&", ";", "\n"], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(step => step.Split(' ', StringSplitOptions.RemoveEmptyEntries))]
        : [words];

    /// <summary>The first command that there is not; null where all are.</summary>
    public static string? Unknown(IReadOnlyList<string> words) => Steps(words).FirstOrDefault(step => !IsKnown(step)) is { } step ? string.Join(' ', step) : null;

    private static bool IsKnown(IReadOnlyList<string> step) => step switch
    {
        [] or ["true"] or ["false"] or ["exit", ..] or ["echo", ..] => true,
        ["sleep", var text] => Seconds(text) is not null,
        _ => false,
    };

    /// <summary>How long a sleep is, in seconds; null where that is no number of them.</summary>
    public static double? Seconds(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return double.TryParse(text.TrimEnd('s'), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? seconds : null;
    }
}
