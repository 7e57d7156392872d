using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Gauntlet.PullRequests.Context;

/// <summary>A repository as <c>owner/name</c>, made only of characters that GitHub allows there.</summary>
public sealed partial record RepositoryName
{
    private RepositoryName(string owner, string name) => (Owner, Name) = (owner, name);

    /// <summary>User or organization.</summary>
    public string Owner { get; }

    /// <summary>Repository without its owner.</summary>
    public string Name { get; }

    /// <summary>Reads <c>owner/name</c>; false for anything that could leave its segment of a URL.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out RepositoryName? repository)
    {
        var match = Pattern().Match(text ?? string.Empty);
        repository = match.Success && match.Groups["name"].Value is not ("." or "..")
            ? new RepositoryName(match.Groups["owner"].Value, match.Groups["name"].Value)
            : null;

        return repository is not null;
    }

    /// <summary>GitHub compares owners and names without case.</summary>
    public bool Equals(RepositoryName? other) =>
        other is not null
        && string.Equals(Owner, other.Owner, StringComparison.OrdinalIgnoreCase)
        && string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc />
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(ToString());

    /// <inheritdoc />
    public override string ToString() => $"{Owner}/{Name}";

    // Underscores occur in the owners of enterprise-managed users ("name_company").
    [GeneratedRegex(@"\A(?<owner>[A-Za-z0-9][A-Za-z0-9_-]{0,99})/(?<name>[A-Za-z0-9._-]{1,100})\z")]
    private static partial Regex Pattern();
}
