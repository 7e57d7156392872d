using System.Text.Json;
using k8s;
using k8s.Models;

namespace Gauntlet.Workloads.Health;

/// <summary>Holds what an API server answers against what it must hold, so that nobody behind this has to ask again.</summary>
internal static class ApiAnswer
{
    /// <summary>What the client throws at an answer that it cannot read: besides the exception of JSON those of the values' own parsers.</summary>
    public static bool IsUnreadable(Exception error) =>
        error is JsonException or FormatException or NotSupportedException or ArgumentException or OverflowException;

    /// <summary>The objects of a list, and the version to watch from.</summary>
    /// <exception cref="JsonException">It is no list, or one of its objects is not complete.</exception>
    public static (IList<T> Items, string Version) Listed<T>(IItems<T> list)
        where T : IKubernetesObject<V1ObjectMeta> =>
        list is IMetadata<V1ListMeta> { Metadata.ResourceVersion: { } version } && list.Items is { } items
            ? ([.. items.Select(Complete)], version)
            : throw new JsonException($"a list of {typeof(T).Name} has no items or no version");

    /// <summary>The object as it is.</summary>
    /// <exception cref="JsonException">It is none, or a part is missing that every object of its kind has.</exception>
    public static T Complete<T>(T? item)
        where T : IKubernetesObject<V1ObjectMeta> =>
        item is { Metadata: { Name: not null, Uid: not null } metadata } && HasNoHole(metadata.OwnerReferences) && HasItsParts(item)
            ? item
            : throw new JsonException($"a {typeof(T).Name} lacks a part that it must have");

    private static bool HasItsParts(object item) => item switch
    {
        V1Node node => HasNoHole(node.Status?.Conditions),
        V1Pod pod => pod.Spec is not null && HasNoHole(pod.Spec.Containers) && HasNoHole(pod.Status?.Conditions) && HasNoHole(pod.Status?.ContainerStatuses)
            && HasNoHole(pod.Status?.InitContainerStatuses),
        V1Deployment deployment => deployment.Spec?.Selector is not null && HasNoHole(deployment.Status?.Conditions),
        V1ReplicaSet set => set.Spec is not null && HasNoHole(set.Status?.Conditions),
        V1Endpoints endpoints => HasNoHole(endpoints.Subsets),
        V2HorizontalPodAutoscaler scaler => scaler.Spec?.ScaleTargetRef is { Kind: not null, Name: not null } && HasNoHole(scaler.Status?.Conditions),
        Corev1Event entry => entry.InvolvedObject is not null,
        _ => true,
    };

    private static bool HasNoHole<T>(IEnumerable<T?>? items)
        where T : class => items?.All(item => item is not null) != false;
}
