using Gauntlet.ObjectRules;
using Gauntlet.ObjectRules.References;
using Gauntlet.Workloads.Objects;
using k8s.Models;

namespace Gauntlet.Workloads.Manifests;

/// <summary>What is wrong between objects, before any of them is applied, and what a cluster has to bring along.</summary>
internal static class ManifestChecks
{
    /// <summary>They are on every cluster before anything is applied.</summary>
    private static readonly string[] NamespacesOfTheCluster = ["default", "kube-system", "kube-public", "kube-node-lease"];

    public static void Run(IReadOnlyList<KubeObject> objects, bool clusterMayHaveMore, List<ManifestProblem> problems, List<ManifestProblem> assumed)
    {
        problems.AddRange(Duplicates(objects));
        (clusterMayHaveMore ? assumed : problems).AddRange(MissingNamespaces(objects));
        var own = new Dictionary<object,
        KubeObject>(objects.Select(entry => KeyValuePair.Create<object, KubeObject>(entry.Body, entry)), ReferenceEqualityComparer.Instance);
        foreach (var found in ReferenceRules.Check([.. objects.Select(entry => entry.Body)], new ClusterContent { MayHaveMore = clusterMayHaveMore }))
        {
            (found.IsAssumed ? assumed : problems).Add(Reference(own[found.Item], found.Problem));
        }
    }

    private static IEnumerable<ManifestProblem> Duplicates(IReadOnlyList<KubeObject> objects) =>
        objects.GroupBy(entry => entry.Reference).Where(group => group.Count() > 1)
            .Select(group => group.Last().Problem("metadata.name", $"{group.Key} is in {group.First().Origin} as well.", "Name each object once."));

    private static IEnumerable<ManifestProblem> MissingNamespaces(IReadOnlyList<KubeObject> objects)
    {
        var known = objects.Where(entry => entry.Is<V1Namespace>()).Select(space => space.Name).Concat(NamespacesOfTheCluster).ToHashSet();
        return objects.Where(entry => entry.Namespace is { } space && !known.Contains(space))
            .Select(entry => entry.Problem(
                "metadata.namespace", $"There is no manifest for the namespace {entry.Namespace}.", "Add one, or correct metadata.namespace.") with
            { IsOfAbsence = true });
    }

    private static ManifestProblem Reference(KubeObject item, ObjectProblem problem)
    {
        var hint = problem.Value is { } value ? NearestName.Hint(value.Trim('"'), problem.Known) : "";
        return problem.Reason == "FieldValueNotFound"
            ? item.Problem(problem.Field, $"{item} names {problem.Value} in {problem.Field}, and {problem.Detail}{hint}.",
                "Add it, or correct the name.") with
            { IsOfAbsence = true }
            : item.Problem(problem.Field, $"{item}: {problem.Field}: {problem.Detail}.", "Correct the field.") with { IsOfAbsence = true };
    }
}
