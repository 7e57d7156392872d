using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Manifests;

/// <summary>What somebody wrote down of objects, in whichever way.</summary>
/// <param name="Documents">Of objects, in their order.</param>
/// <param name="Problems">What keeps it from being deployed.</param>
internal sealed record ManifestContent(IReadOnlyList<ManifestDocument> Documents, List<ManifestProblem> Problems)
{
    /// <summary>What is odd and may be meant.</summary>
    public IReadOnlyList<ManifestProblem> Warnings { get; init; } = [];

    /// <summary>The files that were not read as nothing is known of what they are.</summary>
    public IReadOnlyList<string> NotRead { get; init; } = [];

    /// <summary>What else the folder holds, for other sources.</summary>
    public IReadOnlyList<string> Beside { get; init; } = [];

    /// <summary>One that cannot be read.</summary>
    public static ManifestContent Broken(IEnumerable<ManifestProblem> problems) => new([], [.. problems]);

    /// <summary>Several, one behind the other.</summary>
    public static ManifestContent Of(IReadOnlyList<ManifestContent> parts) => parts is [var only] ? only
        : new([.. parts.SelectMany(part => part.Documents)], [.. parts.SelectMany(part => part.Problems)])
        {
            Warnings = [.. parts.SelectMany(part => part.Warnings)],
            NotRead = [.. parts.SelectMany(part => part.NotRead)],
            Beside = [.. parts.SelectMany(part => part.Beside)],
        };
}
