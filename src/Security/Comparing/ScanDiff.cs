using Gauntlet.Security.Findings;

namespace Gauntlet.Security.Comparing;

/// <summary>What became of a finding between the scan of the base and that of the head.</summary>
public enum ChangeClass
{
    /// <summary>The head has it, the base has not: the change adds it.</summary>
    New,

    /// <summary>The base had it.</summary>
    Fixed,

    /// <summary>Both have it, perhaps in another version of the package.</summary>
    Kept,

    /// <summary>Both have it; its grade has risen, or there is now a version without it.</summary>
    Worsened,

    /// <summary>Both have it, in another file.</summary>
    Moved,
}

/// <summary>One finding of two scans.</summary>
/// <param name="Base">As the base has it; null for a new one.</param>
/// <param name="Head">As the head has it; null for a fixed one.</param>
public sealed record Change(ChangeClass Class, Finding? Base, Finding? Head)
{
    /// <summary>The finding as it is, or as it was last.</summary>
    public Finding Finding => Head ?? Base!;
}

/// <summary>Two scans, made with one database, finding by finding.</summary>
public sealed record ScanDiff(IReadOnlyList<Change> Changes)
{
    /// <summary>Those of a class, the worst first.</summary>
    public IReadOnlyList<Change> Of(ChangeClass wanted) => [.. Changes.Where(change => change.Class == wanted)];

    /// <summary>Compares two scans. The order in which they list their findings does not matter.</summary>
    public static ScanDiff Between(IReadOnlyList<Finding> earlier, IReadOnlyList<Finding> later)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        ArgumentNullException.ThrowIfNull(later);
        var names = new AdvisoryNames(earlier.Concat(later));
        var changes = new List<Change>();
        var (gone, come) = Match(earlier, later, finding => finding.IdentityAs(names.Of(finding)), StaysOnlyAsItIs, (was, now) =>
            changes.Add(new Change(HasWorsened(was, now) ? ChangeClass.Worsened : ChangeClass.Kept, was, now)));
        (gone, come) = Match(gone, come, finding => finding.IdentityAs(names.Of(finding)).Anywhere, MovesOnlyAsItIs, (was, now) =>
            changes.Add(new Change(ChangeClass.Moved, was, now)), CanMove);
        changes.AddRange(gone.Select(finding => new Change(ChangeClass.Fixed, finding, null)));
        changes.AddRange(come.Select(finding => new Change(ChangeClass.New, null, finding)));
        return new ScanDiff([.. changes.OrderBy(change => change.Class).ThenByDescending(change => change.Finding.Severity)
            .ThenBy(change => change.Finding.Order, StringComparer.Ordinal)]);
    }

    /// <summary>Pairs the findings of one identity: first those of the same variant, then, where another variant is still the same finding, the rest in
    /// order.</summary>
    private static (List<Finding> Gone, List<Finding> Come) Match(
        IEnumerable<Finding> earlier, IEnumerable<Finding> later, Func<Finding, FindingIdentity> identity, Func<Finding, bool> isFixedForm,
        Action<Finding, Finding> pair, Func<Finding, bool>? takesPart = null)
    {
        var (gone, come) = (new List<Finding>(), new List<Finding>());
        var (before, after) = (earlier.ToLookup(identity), later.ToLookup(identity));
        foreach (var key in before.Select(group => group.Key).Union(after.Select(group => group.Key)))
        {
            var (left, right) = (InOrder(before[key]), InOrder(after[key]));
            if (takesPart is null || left.Concat(right).All(takesPart))
            {
                PairUp(left, right, pair, (was, now) => was.Variant == now.Variant);
                PairUp(left, right, pair, (was, now) => !isFixedForm(was) && !isFixedForm(now));
            }

            gone.AddRange(left);
            come.AddRange(right);
        }

        return (gone, come);
    }

    private static void PairUp(List<Finding> left, List<Finding> right, Action<Finding, Finding> pair, Func<Finding, Finding, bool> fits)
    {
        for (var i = 0; i < left.Count;)
        {
            if (right.FindIndex(now => fits(left[i], now)) is >= 0 and var at)
            {
                pair(left[i], right[at]);
                left.RemoveAt(i);
                right.RemoveAt(at);
            }
            else
            {
                i++;
            }
        }
    }

    private static List<Finding> InOrder(IEnumerable<Finding> findings) => [.. findings.OrderBy(finding => finding.Order, StringComparer.Ordinal)];

    // Another secret in the place of one is another secret.
    private static bool StaysOnlyAsItIs(Finding finding) => finding.Kind == FindingKind.Secret;

    // Words of a check without a resource fit any file: only the same lines are the same finding in another one.
    private static bool MovesOnlyAsItIs(Finding finding) => finding.Kind != FindingKind.Vulnerability;

    // A secret is out wherever it lies, and what has no path has not moved.
    private static bool CanMove(Finding finding) => finding is { Kind: FindingKind.Vulnerability, Path.Length: > 0 }
        or { Kind: FindingKind.Misconfiguration, Variant.Length: > 0 };

    // Another source grades by other rules: that is no change of the finding.
    private static bool HasWorsened(Finding was, Finding now) =>
        (now.Severity > was.Severity && now.SeveritySource == was.SeveritySource) || (was.FixedVersion.Length == 0 && now.FixedVersion.Length > 0);
}
