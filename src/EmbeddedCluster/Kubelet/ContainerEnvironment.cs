using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Kubelet;

/// <summary>A container cannot be made because its environment names something that is not there.</summary>
internal sealed class ContainerConfigException(string message) : Exception(message);

/// <summary>A container's environment: values, downward fields, ConfigMaps and Secrets.</summary>
internal static partial class ContainerEnvironment
{
    /// <exception cref="ContainerConfigException">A ConfigMap, a Secret or a key of it is missing and not optional.</exception>
    public static IReadOnlyDictionary<string, string> Of(ObjectStore store, JsonObject pod, JsonObject container, string address, string node)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal) { ["HOSTNAME"] = pod.Name() };
        foreach (var source in container.Objects("envFrom"))
        {
            foreach (var (name, value) in (ConfigData(store, pod, source.Object("configMapRef")) ?? [])
                .Concat(SecretData(store, pod, source.Object("secretRef")) ?? []))
            {
                result[$"{source.Text("prefix")}{name}"] = value;
            }
        }

        foreach (var variable in container.Objects("env"))
        {
            result[variable.Text("name") ?? ""] = variable.Text("value") is { } value
                ? Expand(value, result)
                : From(store, pod, variable.Object("valueFrom"), address, node) ?? "";
        }

        return result;
    }

    /// <summary>Replaces <c>$(NAME)</c>; an unknown name stays as it is, and <c>$$</c> stands for a dollar.</summary>
    public static string Expand(string text, IReadOnlyDictionary<string, string> environment) => Reference().Replace(text, match =>
        match.Value == "$$" ? "$" : environment.GetValueOrDefault(match.Groups["name"].Value, match.Value));

    private static string? From(ObjectStore store, JsonObject pod, JsonObject? source, string address, string node) => source switch
    {
        null => null,
        _ when source.Text("fieldRef", "fieldPath") is { } path => path switch
        {
            "metadata.name" => pod.Name(),
            "metadata.namespace" => pod.Namespace(),
            "metadata.uid" => pod.Uid(),
            "spec.nodeName" => node,
            "spec.serviceAccountName" => pod.Text("spec", "serviceAccountName"),
            "status.podIP" => address,
            _ => null,
        },
        _ when source.Object("configMapKeyRef") is { } map => ValueOf(ConfigData(store, pod, map), map, pod, "ConfigMap"),
        _ when source.Object("secretKeyRef") is { } secret => ValueOf(SecretData(store, pod, secret), secret, pod, "Secret"),
        _ => null,
    };

    private static string? ValueOf(Dictionary<string, string>? data, JsonObject reference, JsonObject pod, string kind)
    {
        var key = reference.Text("key") ?? "";
        var value = data?.GetValueOrDefault(key);
        return value is not null || reference.Flag("optional") ? value
            : throw new ContainerConfigException($"couldn't find key {key} in {kind} {pod.Namespace()}/{reference.Text("name")}");
    }

    private static Dictionary<string, string>? ConfigData(ObjectStore store, JsonObject pod, JsonObject? reference) =>
        Find(store, ResourceCatalogue.ConfigMaps, pod, reference) is { } map ? new Dictionary<string, string>(map.Map("data"), StringComparer.Ordinal) : null;

    private static Dictionary<string, string>? SecretData(ObjectStore store, JsonObject pod, JsonObject? reference)
    {
        if (Find(store, ResourceCatalogue.Secrets, pod, reference) is not { } secret)
        {
            return null;
        }

        Dictionary<string, string> plain = new(StringComparer.Ordinal);
        var buffer = new byte[RequestLimit];
        foreach (var (key, value) in secret.Map("data"))
        {
            if (Convert.TryFromBase64String(value, buffer, out var length))
            {
                plain[key] = Encoding.UTF8.GetString(buffer, 0, length);
            }
        }

        return plain;
    }

    /// <summary>What a reference names; null when there is none, or it is missing and may be.</summary>
    private static JsonObject? Find(ObjectStore store, ResourceType type, JsonObject pod, JsonObject? reference)
    {
        if (reference is null)
        {
            return null;
        }

        var name = reference.Text("name") ?? "";
        var found = store.Find(type, pod.Namespace(), name)?.Value;
        return found is not null || reference.Flag("optional") ? found : throw new ContainerConfigException($"{type.Singular} \"{name}\" not found");
    }

    /// <summary>No Secret is larger than a request may be.</summary>
    private const int RequestLimit = Api.RequestBody.MaximumBytes;

    [GeneratedRegex(@"\$\$|\$\((?<name>[^()$]+)\)")]
    private static partial Regex Reference();
}
