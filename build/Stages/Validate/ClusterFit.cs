using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Client;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;
using Gauntlet.Workloads.Routing;
using k8s.Models;

namespace Gauntlet.Build.Stages.Validate;

/// <summary>What a kind of cluster cannot take of the manifests, said before there is one.</summary>
internal static class ClusterFit
{
    /// <summary>One sentence for each.</summary>
    /// <param name="manifests">What is to be deployed.</param>
    /// <param name="clusterKind">What it is deployed on.</param>
    /// <param name="built">Images that are built for it.</param>
    public static IEnumerable<string> Problems(ManifestSet manifests, string clusterKind, IReadOnlyCollection<string> built) => clusterKind switch
    {
        // What is defined on a cluster of somebody else is asked by Deploy.
        "existing" => [],
        "embedded" => Undefined(manifests).Concat(NotSimulated(manifests, built)),
        _ => Undefined(manifests),
    };

    private static IEnumerable<string> Undefined(ManifestSet manifests) =>
        manifests.Objects.Where(entry => !entry.Kind.IsKnown).DistinctBy(entry => entry.Kind).Select(entry =>
            $"{manifests.PlaceOf(entry, "kind")}: Nothing defines the kind {entry.Kind.Name} in {entry.Kind.ApiVersion}, "
            + "and a new cluster has none but those of Kubernetes. Add its CustomResourceDefinition, or correct apiVersion and kind.");

    private static IEnumerable<string> NotSimulated(ManifestSet manifests, IReadOnlyCollection<string> built)
    {
        var defined = manifests.Objects.Where(entry => entry.Is<V1CustomResourceDefinition>()).Select(entry => (string?)entry.Body["spec"]?["group"])
            .ToHashSet();
        var kinds = manifests.Objects
            .Where(entry => entry.Kind.IsKnown && !defined.Contains(entry.Kind.Group) && !EmbeddedKinds.Serves(entry.Kind.ApiVersion, entry.Kind.Name))
            .Select(entry => Lacks(manifests, entry, "kind", $"The embedded cluster has no {entry.Kind.Name}"));
        var probes = manifests.FindProbes(probe => probe["httpGet"] is null && probe["tcpSocket"] is null)
            .Select(found => Lacks(manifests, found.Item, found.Field, "The embedded cluster makes httpGet and tcpSocket probes only"));
        var annotations = manifests.Objects.SelectMany(item => ControllerAnnotations.Of(item).Except(EmbeddedKinds.IngressAnnotations).Select(name =>
            Lacks(manifests, item, $"metadata.annotations.{name}", $"The embedded cluster's ingress does not know {name}")));
        return kinds.Concat(probes).Concat(annotations)
            .Concat(manifests.Containers.Where(entry => !built.Contains((string?)entry.Container["image"] ?? ""))
                .SelectMany(entry => NotRun(manifests, entry.Item, entry.Field, entry.Container)));
    }

    /// <summary>An image that nothing stands in for would be said to be in no registry, and a command that the stand-in lacks to fail.</summary>
    private static IEnumerable<string> NotRun(ManifestSet manifests, KubeObject item, string field, JsonObject container)
    {
        var image = (string?)container["image"] ?? "";
        if ((string?)container["imagePullPolicy"] != "Never" && !EmbeddedImages.EndsAsAnywhere(image))
        {
            yield return Lacks(manifests, item, $"{field}.image", $"The embedded cluster cannot run the image {image}");
        }
        else if (ImageReference.TryParse(image) is { } reference && EmbeddedImages.Find(reference) == EmbeddedProgram.Shell
            && EmbeddedShell.Unknown([.. Words(container["command"]), .. Words(container["args"])]) is { } command)
        {
            yield return Lacks(manifests, item, $"{field}.command", $"The embedded cluster's busybox has no '{command}'");
        }
    }

    private static IEnumerable<string> Words(JsonNode? list) => (list as JsonArray ?? []).Select(word => (string?)word ?? "");

    private static string Lacks(ManifestSet manifests, KubeObject item, string field, string what) =>
        $"{manifests.PlaceOf(item, field)}: {what}; {item} needs a real one, as --cluster=kind makes.";
}
