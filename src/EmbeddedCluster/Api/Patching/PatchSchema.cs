namespace Gauntlet.EmbeddedCluster.Api.Patching;

/// <summary>
/// Which lists of the served kinds are merged item by item, and by which keys. From the patch strategies in the Kubernetes API reference;
/// the first key is the one of strategic merge patch, all of them identify an item for server-side apply.
/// </summary>
internal static class PatchSchema
{
    private static readonly Dictionary<string, string[]> Keys = new(StringComparer.Ordinal)
    {
        ["containers"] = ["name"],
        ["initContainers"] = ["name"],
        ["ephemeralContainers"] = ["name"],
        ["env"] = ["name"],
        ["volumes"] = ["name"],
        ["volumeMounts"] = ["mountPath"],
        ["volumeDevices"] = ["devicePath"],
        ["imagePullSecrets"] = ["name"],
        ["hostAliases"] = ["ip"],
        ["topologySpreadConstraints"] = ["topologyKey", "whenUnsatisfiable"],
        ["conditions"] = ["type"],
        ["ownerReferences"] = ["uid"],
        ["podIPs"] = ["ip"],
        ["hostIPs"] = ["ip"],
        ["resourceClaims"] = ["name"],
    };

    /// <summary>The keys of a list's items, or null when the list is replaced as a whole.</summary>
    public static string[]? MergeKeys(string kind, IReadOnlyList<string> path)
    {
        var list = path[^1];
        var parent = path.Count > 1 ? path[^2] : "";
        return list switch
        {
            "ports" when parent is "containers" or "initContainers" or "ephemeralContainers" => ["containerPort", "protocol"],
            "ports" when kind == "Service" && parent == "spec" => ["port", "protocol"],
            "secrets" when kind == "ServiceAccount" => ["name"],
            "addresses" when kind == "Node" => ["type"],
            "ports" or "secrets" or "addresses" => null,
            _ => Keys.GetValueOrDefault(list),
        };
    }

    /// <summary>Lists of plain values that are sets.</summary>
    public static bool IsSet(string list) => list is "finalizers";

    /// <summary>Objects that are owned and replaced as one value.</summary>
    public static bool IsAtomic(string kind, IReadOnlyList<string> path) => path[^1] switch
    {
        "selector" => kind is "Service" or "Deployment" or "ReplicaSet" or "Job" or "NetworkPolicy" && path.Count == 2,
        "nodeSelector" or "labelSelector" or "namespaceSelector" or "podSelector" or "secretRef" or "configMapKeyRef" or "secretKeyRef" or "fieldRef" => true,
        "roleRef" or "resource" or "targetRef" => path.Count > 1,
        _ => false,
    };
}
