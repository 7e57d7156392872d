namespace Gauntlet.EmbeddedCluster.Storage;

/// <summary>A kind of object that the API serves, as discovery describes it.</summary>
internal sealed record ResourceType(string Group, string Version, string Plural, string Kind, bool Namespaced)
{
    public IReadOnlyList<string> ShortNames { get; init; } = [];

    public IReadOnlyList<string> Categories { get; init; } = [];

    public bool HasStatus { get; init; }

    public bool HasScale { get; init; }

    /// <summary>A kind that a CustomResourceDefinition brought: stored as given, without strategic merge patch.</summary>
    public bool IsCustom { get; init; }

    public string Singular { get; init; } = Kind.ToLowerInvariant();

    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>What error messages call it: <c>pods</c>, <c>deployments.apps</c>.</summary>
    public string Qualified => Group.Length == 0 ? Plural : $"{Plural}.{Group}";
}
