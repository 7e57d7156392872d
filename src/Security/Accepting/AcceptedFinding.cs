using System.Text.RegularExpressions;
using Gauntlet.Security.Findings;

namespace Gauntlet.Security.Accepting;

/// <summary>An entry of .trivyignore.yaml: a finding that somebody accepts, why, and until when.</summary>
/// <param name="Kind">The list that it stands in.</param>
/// <param name="Id">CVE, check or rule; any of the advisory's names.</param>
/// <param name="Paths">Patterns of files, one of which must fit; empty for all files.</param>
/// <param name="Packages">Package URLs, with or without a version, one of which must fit; empty for all packages.</param>
/// <param name="Statement">Why.</param>
/// <param name="Until">The day from which on it holds no more, in UTC: somebody looks again.</param>
/// <param name="Line">Its line in the file, from 1.</param>
public sealed record AcceptedFinding(
    FindingKind Kind, string Id, IReadOnlyList<string> Paths, IReadOnlyList<string> Packages, string Statement, DateOnly Until, int Line)
{
    /// <summary>Whether it means this finding, whatever the day is.</summary>
    public bool Means(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return finding.Kind == Kind && finding.Aliases.Append(finding.Id).Contains(Id)
            && (Paths.Count == 0 || Paths.Any(pattern => Fits(pattern, finding.File ?? finding.Path) || Fits(pattern, finding.Path)))
            && (Packages.Count == 0 || Packages.Any(package => package == finding.Package || package == $"{finding.Package}@{finding.Variant}"));
    }

    // As Trivy reads them: ** crosses folders, * and ? do not.
    private static bool Fits(string pattern, string path) => Regex.IsMatch(
        path, "^" + Regex.Escape(pattern.TrimStart('/')).Replace(@"\*\*/", "(.*/)?", StringComparison.Ordinal).Replace(@"\*\*", ".*", StringComparison.Ordinal)
            .Replace(@"\*", "[^/]*", StringComparison.Ordinal).Replace(@"\?", "[^/]", StringComparison.Ordinal) + "$",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
}
