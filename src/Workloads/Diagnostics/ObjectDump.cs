using System.Reflection;
using System.Text.RegularExpressions;
using k8s;
using k8s.Models;

namespace Gauntlet.Workloads.Diagnostics;

/// <summary>Turns objects of a list into YAML that is fit to be kept.</summary>
internal static partial class ObjectDump
{
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    /// <summary>Where the object goes: objects/namespace/kind-name.yaml.</summary>
    public static string FileName(IKubernetesObject<V1ObjectMeta> item)
    {
        var kind = item.GetType().GetCustomAttribute<KubernetesEntityAttribute>()!.Kind.ToLowerInvariant();
        return $"objects/{item.Metadata.NamespaceProperty ?? "cluster"}/{kind}-{Unsafe().Replace(item.Metadata.Name, "_")}.yaml";
    }

    public static string Yaml(IKubernetesObject<V1ObjectMeta> item)
    {
        var entity = item.GetType().GetCustomAttribute<KubernetesEntityAttribute>()!;
        // Items of a list come without both.
        item.Kind = entity.Kind;
        item.ApiVersion = entity.Group.Length == 0 ? entity.ApiVersion : $"{entity.Group}/{entity.ApiVersion}";
        item.Metadata.ManagedFields = null;
        item.Metadata.Annotations?.Remove(LastApplied);
        Mask(item);
        return KubernetesYaml.Serialize(item);
    }

    private static void Mask(IKubernetesObject<V1ObjectMeta> item)
    {
        switch (item)
        {
            case V1Secret secret:
                secret.StringData = secret.Data?.ToDictionary(entry => entry.Key, entry => $"(redacted, {entry.Value?.Length ?? 0} bytes)");
                secret.Data = null;
                break;
            case V1Pod pod:
                MaskEnvironment(pod.Spec);
                break;
            case V1Deployment deployment:
                MaskEnvironment(deployment.Spec.Template.Spec);
                break;
            case V1ReplicaSet set:
                MaskEnvironment(set.Spec.Template?.Spec);
                break;
            case V1DaemonSet set:
                MaskEnvironment(set.Spec.Template.Spec);
                break;
        }
    }

    private static void MaskEnvironment(V1PodSpec? spec)
    {
        var ephemeral = (spec?.EphemeralContainers ?? []).SelectMany(container => container.Env ?? []);
        foreach (var variable in (spec?.Containers ?? []).Concat(spec?.InitContainers ?? []).SelectMany(container => container.Env ?? []).Concat(ephemeral))
        {
            if (variable.Value is { Length: > 0 } && SecretName().IsMatch(variable.Name))
            {
                variable.Value = "(redacted)";
            }
        }
    }

    [GeneratedRegex("pass|secret|token|credential|private|auth|key$", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    [GeneratedRegex("[^A-Za-z0-9.-]")]
    private static partial Regex Unsafe();
}
