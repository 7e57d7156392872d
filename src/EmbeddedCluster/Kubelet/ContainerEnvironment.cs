using System.Text;
using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Kubelet;

/// <summary>A container's environment: values, downward fields, ConfigMaps and Secrets.</summary>
internal static class ContainerEnvironment
{
    public static IReadOnlyDictionary<string, string> Of(ObjectStore store, JsonObject pod, JsonObject container, string address, string node)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal) { ["HOSTNAME"] = pod.Name() };
        foreach (var source in container.Objects("envFrom"))
        {
            foreach (var (name, value) in ConfigData(store, pod, source.Text("configMapRef", "name")).Concat(SecretData(store, pod, source.Text("secretRef", "name"))))
            {
                result[$"{source.Text("prefix")}{name}"] = value;
            }
        }

        foreach (var variable in container.Objects("env"))
        {
            result[variable.Text("name") ?? ""] = variable.Text("value") ?? From(store, pod, variable.Object("valueFrom"), address, node) ?? "";
        }

        return result;
    }

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
        _ when source.Object("configMapKeyRef") is { } map => ConfigData(store, pod, map.Text("name")).GetValueOrDefault(map.Text("key") ?? ""),
        _ when source.Object("secretKeyRef") is { } secret => SecretData(store, pod, secret.Text("name")).GetValueOrDefault(secret.Text("key") ?? ""),
        _ => null,
    };

    private static IReadOnlyDictionary<string, string> ConfigData(ObjectStore store, JsonObject pod, string? name) =>
        (name is null ? null : store.Find(ResourceCatalogue.ConfigMaps, pod.Namespace(), name)?.Value).Map("data");

    private static Dictionary<string, string> SecretData(ObjectStore store, JsonObject pod, string? name)
    {
        var data = (name is null ? null : store.Find(ResourceCatalogue.Secrets, pod.Namespace(), name)?.Value).Map("data");
        Dictionary<string, string> plain = new(StringComparer.Ordinal);
        var buffer = new byte[RequestLimit];
        foreach (var (key, value) in data)
        {
            if (Convert.TryFromBase64String(value, buffer, out var length))
            {
                plain[key] = Encoding.UTF8.GetString(buffer, 0, length);
            }
        }

        return plain;
    }

    /// <summary>No Secret is larger than a request may be.</summary>
    private const int RequestLimit = Api.RequestBody.MaximumBytes;
}
