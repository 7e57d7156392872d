using Gauntlet.Workloads.Objects;
using k8s.Models;

namespace Gauntlet.Workloads.Manifests;

/// <summary>What is wrong between objects, before any of them is applied.</summary>
internal static class ManifestChecks
{
    /// <summary>They are on every cluster before anything is applied.</summary>
    private static readonly string[] NamespacesOfTheCluster = ["default", "kube-system", "kube-public", "kube-node-lease"];

    public static IEnumerable<ManifestProblem> Run(IReadOnlyList<KubeObject> objects, IReadOnlyList<PodTemplate> templates) =>
        [.. Duplicates(objects), .. MissingNamespaces(objects), .. EmptyServices(objects, templates), .. PortNames.Unknown(objects, templates)];

    private static IEnumerable<ManifestProblem> Duplicates(IReadOnlyList<KubeObject> objects) =>
        objects.GroupBy(entry => entry.Reference).Where(group => group.Count() > 1)
            .Select(group => group.Last().Problem("metadata.name", $"{group.Key} is in {group.First().Origin} as well.", "Name each object once."));

    private static IEnumerable<ManifestProblem> MissingNamespaces(IReadOnlyList<KubeObject> objects)
    {
        var known = objects.Where(entry => entry.Is<V1Namespace>()).Select(space => space.Name).Concat(NamespacesOfTheCluster).ToHashSet();
        return objects.Where(entry => entry.Namespace is { } space && !known.Contains(space))
            .Select(entry => entry.Problem("metadata.namespace", $"There is no manifest for the namespace {entry.Namespace}.", "Add one, or correct metadata.namespace.") with { IsOfAbsence = true });
    }

    private static IEnumerable<ManifestProblem> EmptyServices(IReadOnlyList<KubeObject> objects, IReadOnlyList<PodTemplate> templates) =>
        objects.Where(entry => entry.As<V1Service>() is { Spec.Selector.Count: > 0 } service && !templates.Any(template => template.IsSelectedBy(service)))
            .Select(entry => entry.Problem("spec.selector", $"{entry} selects no pod of any workload.", "Match spec.selector with the labels of a pod template.") with { IsOfAbsence = true });
}
