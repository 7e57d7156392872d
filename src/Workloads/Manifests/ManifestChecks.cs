using k8s.Models;

namespace Gauntlet.Workloads.Manifests;

/// <summary>What is wrong between objects, before any of them is applied.</summary>
internal static class ManifestChecks
{
    public static IEnumerable<ManifestProblem> Run(IReadOnlyList<ManifestObject> objects) =>
        Duplicates(objects).Concat(MissingNamespaces(objects)).Concat(EmptyServices(objects)).Concat(PortNames.Unknown(objects));

    private static IEnumerable<ManifestProblem> Duplicates(IReadOnlyList<ManifestObject> objects) =>
        objects.GroupBy(entry => entry.Id).Where(group => group.Count() > 1)
            .Select(group => new ManifestProblem(group.Last().File, null, $"{group.Key} is in {group.First().File} as well.", "Name each object once."));

    private static IEnumerable<ManifestProblem> MissingNamespaces(IReadOnlyList<ManifestObject> objects)
    {
        var known = objects.Select(entry => entry.Resource).OfType<V1Namespace>().Select(space => space.Metadata.Name).Append("default").ToHashSet();
        return objects.Where(entry => entry.Resource.Metadata.NamespaceProperty is { } space && !known.Contains(space))
            .Select(entry => new ManifestProblem(entry.File, null, $"There is no manifest for the namespace {entry.Resource.Metadata.NamespaceProperty}.", "Add one, or correct metadata.namespace."));
    }

    private static IEnumerable<ManifestProblem> EmptyServices(IReadOnlyList<ManifestObject> objects)
    {
        var deployments = objects.Select(entry => entry.Resource).OfType<V1Deployment>().ToList();
        return objects.Where(entry => entry.Resource is V1Service { Spec.Selector.Count: > 0 } service && !deployments.Any(deployment => Selects(service, deployment)))
            .Select(entry => new ManifestProblem(entry.File, null, $"{entry.Id} selects no pod of any Deployment.", "Match spec.selector with the labels of a pod template."));
    }

    /// <summary>Whether a Service sends to the pods of a Deployment; one without a selector sends where somebody else says.</summary>
    internal static bool Selects(V1Service service, V1Deployment deployment) =>
        service.Metadata.NamespaceProperty == deployment.Metadata.NamespaceProperty
        && service.Spec.Selector?.Count > 0
        && service.Spec.Selector.All(label => deployment.Spec.Template.Metadata?.Labels?.TryGetValue(label.Key, out var value) == true && value == label.Value);
}
