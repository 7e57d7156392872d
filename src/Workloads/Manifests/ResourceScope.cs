using System.Reflection;
using k8s;
using k8s.Models;

namespace Gauntlet.Workloads.Manifests;

/// <summary>Whether objects of a kind live in a namespace. Their types do not say so; the client's operations on them do, by their names.</summary>
internal static class ResourceScope
{
    public static bool IsNamespaced(IKubernetesObject<V1ObjectMeta> resource)
    {
        var entity = resource.GetType().GetCustomAttribute<KubernetesEntityAttribute>()!;
        var group = string.IsNullOrEmpty(entity.Group) ? "core" : entity.Group.Replace(".k8s.io", "", StringComparison.Ordinal);
        var name = string.Concat(group.Split('.').Append(entity.ApiVersion).Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
        return typeof(IKubernetes).Assembly.GetType($"k8s.I{name}Operations")?.GetMethod($"ReadNamespaced{entity.Kind}WithHttpMessagesAsync") is not null;
    }
}
