using System.Text.RegularExpressions;
using Gauntlet.LoadGenerator;

namespace Gauntlet.Experiments.Chaos;

/// <summary>One fault, on what, and when.</summary>
/// <param name="Fault">As in <see cref="Faults.All"/>.</param>
/// <param name="Target">
/// Name of a workload, with its namespace where two have the same, or of a node for what hits one; null for what the fault hits where nobody says.
/// </param>
/// <param name="At">From the start of the measured part.</param>
/// <param name="For">How long the fault lasts, or, where it takes but a moment, how long until its consequences count as those of after it.</param>
public sealed partial record ExperimentPlan(IFault Fault, string? Target, TimeSpan At, TimeSpan For)
{
    /// <summary>When a fault comes where nobody says; what was before it is the measure for what comes after.</summary>
    public static TimeSpan UsualAt { get; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the load takes that shows it.</summary>
    public TimeSpan Length => At + For + Fault.After;

    /// <summary>Reads <c>fault:target@time,for=time</c>; target and times may be left out.</summary>
    /// <exception cref="FormatException">It is no such text, or there is no such fault; the message says what is wrong.</exception>
    public static ExperimentPlan Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var match = Form().Match(text);
        if (!match.Success)
        {
            throw new FormatException("is not fault:target@time,for=time, e.g. pod-delete:foo@5s,for=5s");
        }

        var name = match.Groups["fault"].Value;
        var fault = Faults.Find(name)
            ?? throw new FormatException($"names the fault '{name}'; there are {string.Join(", ", Faults.All.Select(fault => fault.Name))}");
        var at = Time(match.Groups["at"], UsualAt);
        var target = match.Groups["target"] is { Success: true, Value: var of } ? of : null;
        return at < TimeSpan.FromSeconds(2)
            ? throw new FormatException("comes before 2s: there would be nothing to compare with")
            : new ExperimentPlan(fault, target, at, Time(match.Groups["for"], fault.For));
    }

    /// <summary>As it is written.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Fault.Name}{(Target is null ? "" : ":" + Target)}@{At.TotalSeconds:0.###}s,for={For.TotalSeconds:0.###}s");

    private static TimeSpan Time(Group group, TimeSpan usual) => group.Success ? DurationParser.Parse(group.Value) : usual;

    [GeneratedRegex(@"^(?<fault>[a-z-]+)(?::(?<target>[A-Za-z0-9./-]+))?(?:@(?<at>[0-9.]+(?:ms|s|m)))?(?:,for=(?<for>[0-9.]+(?:ms|s|m)))?$")]
    private static partial Regex Form();
}
