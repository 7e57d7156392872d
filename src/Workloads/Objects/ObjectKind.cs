namespace Gauntlet.Workloads.Objects;

/// <summary>A kind of the API.</summary>
/// <param name="Group">Empty for the core.</param>
/// <param name="Version">Without the group.</param>
/// <param name="Name">As in a manifest.</param>
/// <param name="Plural">The name of its collection; null where only the cluster knows it.</param>
/// <param name="IsNamespaced">Whether its objects live in a namespace; null where only the cluster knows it.</param>
public sealed record ObjectKind(string Group, string Version, string Name, string? Plural, bool? IsNamespaced)
{
    /// <summary>As in a manifest.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>False for a custom resource whose definition is on the cluster, if anywhere.</summary>
    public bool IsKnown => Plural is not null;

    /// <summary>The version of the API below which the kind's collection is.</summary>
    internal string Root => Group.Length == 0 ? $"api/{Version}" : $"apis/{Group}/{Version}";

    /// <summary>The collection over all namespaces.</summary>
    internal string All => $"{Root}/{Plural}";

    /// <summary>The path of one object.</summary>
    internal string PathOf(string? space, string name) => space is null ? $"{All}/{name}" : $"{Root}/namespaces/{space}/{Plural}/{name}";
}
