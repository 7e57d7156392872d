using System.Globalization;
using System.Text.Json.Nodes;
using Gauntlet.Security.Comparing;
using Gauntlet.Security.Findings;

namespace Gauntlet.Security.Sarif;

/// <summary>
/// Gives the results of Trivy's SARIF what it leaves out: an identity that outlives commits and lines, and whether the base had it too (SARIF 2.1.0,
/// 3.27.17 and
/// 3.27.24). <c>primaryLocationLineHash</c> is not set: code scanning computes it, and takes another value for another alert.
/// </summary>
public static class SarifIdentities
{
    /// <summary>The name of the identity, with the version of how it is made.</summary>
    public const string Name = "gauntletFindingId/v1";

    /// <summary>Code scanning's category is what stands before the last slash: that of the workflow's upload.</summary>
    private const string Analysis = "trivy/";

    /// <summary>Changes the file in place.</summary>
    /// <param name="file">The SARIF that Trivy made of the findings' report.</param>
    /// <param name="findings">Those of the report, in its order.</param>
    /// <param name="accepted">Those of them that are no results.</param>
    /// <param name="diff">What became of them since the base; null where no base was scanned.</param>
    /// <exception cref="FormatException">The file is no SARIF.</exception>
    public static void Mark(string file, IReadOnlyList<Finding> findings, IReadOnlyList<Finding> accepted, ScanDiff? diff)
    {
        ArgumentNullException.ThrowIfNull(findings);
        ArgumentNullException.ThrowIfNull(accepted);
        var (log, runs) = SarifFile.Read(file);
        var marks = new Marks(findings, accepted, diff);
        foreach (var run in runs)
        {
            run["automationDetails"] = new JsonObject { ["id"] = Analysis };
            foreach (var result in (run["results"] as JsonArray ?? []).OfType<JsonObject>().ToList())
            {
                if (!marks.Put(result))
                {
                    run["results"]!.AsArray().Remove(result);
                }
            }
        }

        File.WriteAllText(file, log.ToJsonString());
    }

    /// <summary>Which result is which finding: Trivy writes both in the same order, and so the n-th of a rule is the n-th of a rule.</summary>
    private sealed class Marks
    {
        private readonly Dictionary<string, Queue<Finding>> _byRule;
        private readonly HashSet<Finding> _accepted;
        private readonly Dictionary<Finding, string> _identities = new(ReferenceEqualityComparer.Instance);
        private readonly Dictionary<Finding, ChangeClass> _classes = new(ReferenceEqualityComparer.Instance);

        public Marks(IReadOnlyList<Finding> findings, IReadOnlyList<Finding> accepted, ScanDiff? diff)
        {
            _byRule = findings.Where(finding => finding.Kind != FindingKind.EndOfLife).GroupBy(finding => finding.Id)
                .ToDictionary(group => group.Key, group => new Queue<Finding>(group));
            _accepted = new HashSet<Finding>(accepted, ReferenceEqualityComparer.Instance);
            foreach (var same in findings.GroupBy(finding => finding.Identity))
            {
                var number = 0;
                foreach (var finding in same.OrderBy(finding => finding.Kind == FindingKind.Vulnerability ? finding.Variant : "", StringComparer.Ordinal)
                    .ThenBy(finding => finding.Line))
                {
                    _identities[finding] = number++ == 0 ? same.Key.Fingerprint : same.Key.Fingerprint + number.ToString("':'0", CultureInfo.InvariantCulture);
                }
            }

            foreach (var change in diff?.Changes ?? [])
            {
                if (change.Head is { } head)
                {
                    _classes[head] = change.Class;
                }
            }
        }

        /// <summary>False for a result that is none.</summary>
        public bool Put(JsonObject result)
        {
            if (result["ruleId"] is not JsonValue rule || !rule.TryGetValue<string>(out var id) || !_byRule.TryGetValue(id, out var queue)
                || !queue.TryDequeue(out var finding))
            {
                return true;
            }

            if (_accepted.Contains(finding))
            {
                return false;
            }

            result["partialFingerprints"] = new JsonObject { [Name] = _identities[finding] };
            if (_classes.TryGetValue(finding, out var change))
            {
                result["baselineState"] = change switch { ChangeClass.New => "new", ChangeClass.Kept => "unchanged", _ => "updated" };
            }

            return true;
        }
    }
}
