using System.Text.RegularExpressions;

namespace Gauntlet.Workloads.Health;

/// <summary>Tells from what the scheduler says of a pod whether waiting can help.</summary>
internal static partial class SchedulerReason
{
    /// <summary>
    /// Whether every node is ruled out by what it is: its labels and taints. A node that is full, cordoned, or that a volume is not bound to yet, may take
    /// the pod in a moment.
    /// </summary>
    public static bool CannotHeal(string message)
    {
        var reasons = message.Split("preemption:")[0].Split("nodes are available:") is [_, var list] ? list : "";
        return Permanent().IsMatch(reasons) && !Counted().IsMatch(Permanent().Replace(reasons, ""));
    }

    [GeneratedRegex(@"\d+ node\(s\) (?:had (?:untolerated )?taints?(?:\(s\))? \{[^}]*\}(?:, that the pod didn't tolerate)?|"
        + @"didn't match (?:node selector|node affinity|Pod's node affinity(?:/selector)?)|refused the pod)")]
    private static partial Regex Permanent();

    [GeneratedRegex(@"\d+ ")]
    private static partial Regex Counted();
}
