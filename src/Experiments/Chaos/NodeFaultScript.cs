using System.Globalization;
using System.Reflection;

namespace Gauntlet.Experiments.Chaos;

/// <summary>What runs in a node for a fault there.</summary>
public static class NodeFaultScript
{
    private static readonly Lazy<string> Content = new(() =>
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("node-fault.sh")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    });

    /// <summary>For bash 5.</summary>
    public static string Text => Content.Value;

    /// <summary>Its arguments, behind <c>bash -c text</c>.</summary>
    /// <param name="verb">inject, look or undo.</param>
    /// <param name="injection">The fault.</param>
    /// <param name="victim">The pod, or one of the node.</param>
    /// <param name="guard">After this long it ends by itself.</param>
    public static IReadOnlyList<string> Arguments(string verb, Injection injection, Victim victim, TimeSpan guard)
    {
        ArgumentNullException.ThrowIfNull(injection);
        ArgumentNullException.ThrowIfNull(victim);
        return
        [
            "node-fault", verb, injection.Fault, injection.Mark, Math.Ceiling(guard.TotalSeconds).ToString(CultureInfo.InvariantCulture),
            victim.Uid, victim.Ip ?? "", victim.Container ?? "",
        ];
    }
}
