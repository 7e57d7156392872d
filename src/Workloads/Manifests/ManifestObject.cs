using k8s;
using k8s.Models;

namespace Gauntlet.Workloads.Manifests;

/// <summary>One object of one file.</summary>
/// <param name="File">Relative to the folder of the manifests, with forward slashes.</param>
/// <param name="Resource">The typed object.</param>
public sealed record ManifestObject(string File, IKubernetesObject<V1ObjectMeta> Resource)
{
    /// <summary>Kind/name, with the namespace where there is one.</summary>
    public string Id => Resource.Metadata.NamespaceProperty is { } space ? $"{Resource.Kind} {space}/{Resource.Metadata.Name}" : $"{Resource.Kind} {Resource.Metadata.Name}";
}
