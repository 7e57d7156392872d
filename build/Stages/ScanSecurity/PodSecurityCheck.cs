using Gauntlet.Build.Checkouts;
using Gauntlet.Build.Clusters;
using Gauntlet.Build.Pipeline;
using Gauntlet.ObjectRules.Security;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Policies;

namespace Gauntlet.Build.Stages.ScanSecurity;

/// <summary>Holds what is rendered against the Pod Security Standards, and against what the base was. It needs neither a cluster nor a scanner.</summary>
public static class PodSecurityCheck
{
    private const int MostShown = 20;

    /// <summary>Every namespace that has pods; none where Validate rendered nothing.</summary>
    public static IReadOnlyList<PodSecurityResult> Run(BuildContext context, BaseTree? tree)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (RunManifests.Find(context) is not { } head)
        {
            return [];
        }

        return [.. PodSecurityOfNamespace.Of(head.Objects, BaseManifests.Find(context, tree)?.Objects).Select(found => new PodSecurityResult(
            found.Namespace, Word(found.Level), found.Before is { } before ? Word(before) : null,
            Fields(found.Loosened, head), Fields(found.Added.Except(found.Loosened), head), Fields(found.Refused, head)))];
    }

    /// <summary>What is to be said of it, a sentence for each namespace of which there is something to say; foreign text.</summary>
    public static IEnumerable<string> Words(IEnumerable<PodSecurityResult> namespaces)
    {
        ArgumentNullException.ThrowIfNull(namespaces);
        foreach (var found in namespaces)
        {
            if (found.Loosened.Count > 0)
            {
                yield return $"This change loosens {found.Namespace} from {found.Before} to {found.Level} because of {List(found.Loosened)}.";
            }

            if (found.Added.Count > 0)
            {
                yield return $"This change adds to {found.Namespace}, outside of restricted: {List(found.Added)}.";
            }
        }
    }

    /// <summary>Pods that an API server refuses; null where there are none.</summary>
    public static StageProblem? Refused(IEnumerable<PodSecurityResult> namespaces)
    {
        ArgumentNullException.ThrowIfNull(namespaces);
        var refused = namespaces.Where(found => found.Refused.Count > 0).ToList();
        return refused.Count == 0 ? null : new StageProblem(
            string.Join("; ", refused.Select(found => $"the namespace {found.Namespace} refuses pods for {List(found.Refused)}")),
            $"Take the field out, or change the label {PodSecurityOfNamespace.EnforceLabel} of the namespace.")
        {
            Faults = [.. refused.SelectMany(found => found.Refused)
                .Select(field => new Fault($"PodSecurity {field.Control}", $"{field.Maker}: {field.What}", field.File, field.Line))],
        };
    }

    private static string List(IReadOnlyList<PodField> fields) =>
        string.Join(", ", fields.Select(field => $"{field.Control} in {field.Maker} ({field.What}; {field.File}:{field.Line})"));

    private static IReadOnlyList<PodField> Fields(IEnumerable<PodSecurityFault> faults, ManifestSet head) =>
        [.. faults.Take(MostShown).Select(fault => new PodField(
            $"{fault.Maker.Kind.Name} {fault.Maker.Name}", fault.Violation.Control, fault.Violation.What, head.PathOf(fault.Maker.Origin.File), fault.Line))];

    private static string Word(PodSecurityLevel level) => level.ToString().ToLowerInvariant();
}
