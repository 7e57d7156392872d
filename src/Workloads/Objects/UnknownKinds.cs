namespace Gauntlet.Workloads.Objects;

/// <summary>
/// What is said of a kind that is neither built in nor defined by the manifests. Groups that the API itself has, and groups without a dot, hold no custom
/// resources: such a kind is misspelt. Any other may be defined on the cluster, unless it is nearly one of the API's own.
/// </summary>
internal static class UnknownKinds
{
    private const int MostTypingErrors = 2;

    /// <summary>What to write instead; null where the kind may be that of a custom resource.</summary>
    public static string? Correct(string apiVersion, string name)
    {
        var (group, version) = KindTable.Split(apiVersion);
        var groups = KindTable.BuiltIn.OrderBy(kind => kind.Version.Length).ToLookup(kind => kind.Group);
        var isOwn = groups.Contains(group) || !group.Contains('.', StringComparison.Ordinal) || version.Length == 0;
        var meant = isOwn ? group
            : groups.Select(own => own.Key)
            .FirstOrDefault(own => own.Contains('.', StringComparison.Ordinal) && NearestName.Distance(own, group) <= MostTypingErrors);
        // Ingress was in extensions once: a name that the group does not have may be that of another.
        var kind = (meant is null ? null : Nearest(name, groups[meant])) ?? (isOwn ? Nearest(name, groups.SelectMany(own => own)) : null);
        return kind is not null ? $"Did you mean apiVersion: {kind.ApiVersion}, kind: {kind.Name}?" : isOwn ? "Check the spelling of apiVersion and kind."
            : null;
    }

    private static ObjectKind? Nearest(string name, IEnumerable<ObjectKind> kinds) =>
        NearestName.Find(name, kinds.Select(kind => kind.Name)) is { } nearest ? kinds.First(kind => kind.Name == nearest) : null;
}
