using Gauntlet.Security.Comparing;
using Gauntlet.Security.Findings;

namespace Gauntlet.Security.Tests.Comparing;

/// <summary>What holds for any two scans; a failure prints its seed.</summary>
[TestFixture]
internal sealed class ScanDiffTests
{
    private const int Scans = 2_000;

    [Test]
    public void Between_ScanAndItself_IsEmpty() => ForAll((scan, _, _, what) =>
        Assert.That(ScanDiff.Between(scan, scan).Changes.Where(change => change.Class != ChangeClass.Kept), Is.Empty, what));

    [Test]
    public void Between_TheOtherWayRound_SwapsNewAndFixed() => ForAll((earlier, later, _, what) =>
    {
        var (there, back) = (ScanDiff.Between(earlier, later), ScanDiff.Between(later, earlier));

        Assert.That(there.Of(ChangeClass.New).Select(Text), Is.EqualTo(back.Of(ChangeClass.Fixed).Select(Text)), what);
        Assert.That(there.Of(ChangeClass.Fixed).Select(Text), Is.EqualTo(back.Of(ChangeClass.New).Select(Text)), what);
    });

    [Test]
    public void Between_AnyOrder_IsTheSame() => ForAll((earlier, later, random, what) => Assert.That(
        ScanDiff.Between(Shuffled(earlier, random), Shuffled(later, random)).Changes.Select(Pair),
            Is.EqualTo(ScanDiff.Between(earlier, later).Changes.Select(Pair)), what));

    [Test]
    public void Between_AnyTwo_CountsEveryFindingOnce() => ForAll((earlier, later, _, what) =>
    {
        var changes = ScanDiff.Between(earlier, later).Changes;

        Assert.That(changes.Select(change => change.Base).OfType<Finding>().Select(Order), Is.EquivalentTo(earlier.Select(Order)), what);
        Assert.That(changes.Select(change => change.Head).OfType<Finding>().Select(Order), Is.EquivalentTo(later.Select(Order)), what);
    });

    private static void ForAll(Action<List<Finding>, List<Finding>, Random, string> holds)
    {
        for (var seed = 0; seed < Scans; seed++)
        {
            var random = new Random(seed);
            holds(Scan(random), Scan(random), random, $"seed {seed}");
        }
    }

    // Few values of each field, so that findings meet.
    private static List<Finding> Scan(Random random) => [.. Enumerable.Range(0, random.Next(8)).Select(_ => Next(random))];

    private static Finding Next(Random random)
    {
        var kind = (FindingKind)random.Next(3);
        var isPackage = kind == FindingKind.Vulnerability;
        string[] ids = ["CVE-1", "CVE-2", "GHSA-1", "KSV-1"];
        return new Finding
        {
            Kind = kind,
            Component = random.Next(4) == 0 ? "e" : "code",
            Type = random.Next(3) == 0 ? "yarn" : "npm",
            Id = ids[random.Next(ids.Length)],
            Aliases = random.Next(3) == 0 ? [ids[random.Next(ids.Length)], "DSA-1"] : [],
            Package = isPackage ? "p" + random.Next(2) : "",
            Path = random.Next(4) == 0 ? "" : "f" + random.Next(2),
            Subject = isPackage ? "" : "s" + random.Next(2),
            Variant = random.Next(4) == 0 ? "" : "v" + random.Next(3),
            Target = "t",
            Severity = (Severity)random.Next(5),
            SeveritySource = random.Next(3) == 0 ? "nvd" : "ghsa",
            FixedVersion = random.Next(2) == 0 ? "" : "9",
            Line = random.Next(100) + 1,
        };
    }

    private static List<Finding> Shuffled(IEnumerable<Finding> findings, Random random)
    {
        var all = findings.ToArray();
        random.Shuffle(all);
        return [.. all];
    }

    private static string Order(Finding finding) => finding.Order;

    private static string Text(Change change) => change.Finding.Order;

    private static string Pair(Change change) => $"{change.Class} {change.Base?.Order} {change.Head?.Order}";
}
