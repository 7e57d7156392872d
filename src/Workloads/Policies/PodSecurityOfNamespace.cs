using Gauntlet.ObjectRules.Security;
using Gauntlet.Workloads.Objects;
using k8s.Models;

namespace Gauntlet.Workloads.Policies;

/// <summary>One field of an object that keeps its pods from a level.</summary>
/// <param name="Maker">The object that makes the pods.</param>
/// <param name="Violation">What it is.</param>
public sealed record PodSecurityFault(KubeObject Maker, PodSecurityViolation Violation)
{
    /// <summary>Its line in the object's file, from 1.</summary>
    public int Line => Maker.Origin.LineOf(Violation.Path);

    /// <summary>What stays the same where lines and places in lists do not.</summary>
    internal (ObjectReference Maker, string Control, string What) Key => (Maker.Reference, Violation.Control, Violation.What);
}

/// <summary>The Pod Security level of a namespace, by what its objects make.</summary>
/// <param name="Namespace">Its name.</param>
/// <param name="Level">The highest level that all its pods keep.</param>
/// <param name="Before">The same of the base; null where the base has no such namespace, or is not known.</param>
/// <param name="Added">What the change adds that is outside of the restricted level; empty where there is no base to say so.</param>
/// <param name="Refused">What an API server refuses, as the namespace's own label enforces a level.</param>
public sealed record PodSecurityOfNamespace(
    string Namespace, PodSecurityLevel Level, PodSecurityLevel? Before, IReadOnlyList<PodSecurityFault> Added, IReadOnlyList<PodSecurityFault> Refused)
{
    /// <summary>The label by which a namespace refuses pods, from Kubernetes 1.23 on.</summary>
    public const string EnforceLabel = "pod-security.kubernetes.io/enforce";

    /// <summary>What has brought the level down; empty where it is no lower than before.</summary>
    public IReadOnlyList<PodSecurityFault> Loosened => Level < Before ? [.. Added.Where(fault => fault.Violation.Level <= Before)] : [];

    /// <summary>All namespaces in which something makes pods, by name.</summary>
    /// <param name="head">What the change deploys.</param>
    /// <param name="earlier">What its base did; null where that is not known.</param>
    public static IReadOnlyList<PodSecurityOfNamespace> Of(IEnumerable<KubeObject> head, IEnumerable<KubeObject>? earlier)
    {
        var objects = head.ToList();
        var (now, before) = (Faults(objects), earlier is null ? null : Faults(earlier));
        return [.. now.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry =>
        {
            var was = before?.GetValueOrDefault(entry.Key);
            var known = was?.Select(fault => fault.Key).ToHashSet();
            return new PodSecurityOfNamespace(
                entry.Key, LevelOf(entry.Value), was is null ? null : LevelOf(was),
                known is null ? [] : [.. entry.Value.Where(fault => !known.Contains(fault.Key))],
                [.. entry.Value.Where(fault => fault.Violation.Level <= Enforced(objects, entry.Key))]);
        })];
    }

    private static PodSecurityLevel LevelOf(IEnumerable<PodSecurityFault> faults) => PodSecurity.LevelOf(faults.Select(fault => fault.Violation));

    private static Dictionary<string, List<PodSecurityFault>> Faults(IEnumerable<KubeObject> objects) => objects
        .Where(item => item.Namespace is not null && ObjectRules.PodTemplate.Of(item.Body) is not null)
        .GroupBy(item => item.Namespace!)
        .ToDictionary(group => group.Key, group => group.SelectMany(item => PodSecurity.Check(item.Body).Select(found =>
            new PodSecurityFault(item, found))).ToList());

    private static PodSecurityLevel Enforced(IEnumerable<KubeObject> objects, string name) =>
        objects.FirstOrDefault(item => item.Is<V1Namespace>() && item.Name == name)?.Body["metadata"]?["labels"]?[EnforceLabel] is { } label
            && Enum.TryParse<PodSecurityLevel>(label.ToString(), ignoreCase: true, out var level)
                ? level : PodSecurityLevel.Privileged;
}
