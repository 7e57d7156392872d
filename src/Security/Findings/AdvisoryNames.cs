namespace Gauntlet.Security.Findings;

/// <summary>
/// One flaw, several names: databases call it by its CVE or by their own advisory. Only names of a single flaw count: an advisory of a distribution (DSA, RHSA)
/// covers many, and would make one finding of them.
/// </summary>
internal sealed class AdvisoryNames
{
    private const string Cve = "CVE-";
    private static readonly string[] OfOneFlaw = [Cve, "GHSA-", "GO-", "PYSEC-", "RUSTSEC-"];
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);

    /// <summary>What the findings of all scans together say about names.</summary>
    public AdvisoryNames(IEnumerable<Finding> findings)
    {
        foreach (var finding in findings)
        {
            var own = Own(finding);
            foreach (var name in Names(finding).Where(name => name != own && !IsCve(name)))
            {
                // Where two findings disagree, the first in order: the same whichever came first.
                if (!_known.TryGetValue(name, out var other) || string.CompareOrdinal(own, other) < 0)
                {
                    _known[name] = own;
                }
            }
        }
    }

    /// <summary>The name of a finding by all that is known.</summary>
    public string Of(Finding finding) => Own(finding) is var own && _known.TryGetValue(own, out var common) ? common : own;

    /// <summary>The name of a finding by what it says itself: its CVE where it has one.</summary>
    public static string Own(Finding finding) =>
        IsCve(finding.Id) ? finding.Id : Names(finding).Where(IsCve).Order(StringComparer.Ordinal).FirstOrDefault() ?? finding.Id;

    private static IEnumerable<string> Names(Finding finding) =>
        finding.Aliases.Append(finding.Id).Where(name => OfOneFlaw.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)));

    private static bool IsCve(string name) => name.StartsWith(Cve, StringComparison.Ordinal);
}
