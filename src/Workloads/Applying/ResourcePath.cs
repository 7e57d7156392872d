using System.Reflection;
using k8s;
using k8s.Models;

namespace Gauntlet.Workloads.Applying;

/// <summary>Where a kind of object lives in the API.</summary>
/// <param name="Root">"api/v1" or "apis/group/version".</param>
/// <param name="Plural">Name of the collection.</param>
internal sealed record ResourcePath(string Root, string Plural)
{
    public static ResourcePath Of(IKubernetesObject<V1ObjectMeta> resource)
    {
        var entity = resource.GetType().GetCustomAttribute<KubernetesEntityAttribute>()
            ?? throw new ArgumentException($"{resource.GetType().Name} is no kind of the API.", nameof(resource));
        return new ResourcePath(string.IsNullOrEmpty(entity.Group) ? $"api/{entity.ApiVersion}" : $"apis/{entity.Group}/{entity.ApiVersion}", entity.PluralName);
    }

    /// <summary>The collection over all namespaces.</summary>
    public string All => $"{Root}/{Plural}";

    public string Named(string? space, string name) => space is null ? $"{Root}/{Plural}/{name}" : $"{Root}/namespaces/{space}/{Plural}/{name}";
}
