using System.Text.Json.Nodes;
using Gauntlet.Security.Comparing;
using Gauntlet.Security.Findings;

namespace Gauntlet.Security.Tests.Comparing;

/// <summary>Pairs of reports, base and head, each with what became of every finding.</summary>
[TestFixture]
internal sealed class PairTests
{
    private static IEnumerable<string> Pairs =>
        Directory.EnumerateFiles(Recordings.Pairs, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)!)
            .Order(StringComparer.Ordinal);

    [Test]
    public void Pairs_AreAsManyAsTheIssueAsksFor() => Assert.That(Pairs.Count(), Is.AtLeast(25));

    [TestCaseSource(nameof(Pairs))]
    public void Between_RecordedPair_HasTheRightClasses(string name)
    {
        var (earlier, later, expected) = Read(name);

        Assert.That(ScanDiff.Between(earlier, later).Changes.Select(Words), Is.EquivalentTo(expected));
    }

    [TestCaseSource(nameof(Pairs))]
    public void Between_ReportAndItself_ChangesNothing(string name)
    {
        var (earlier, later, _) = Read(name);

        foreach (var report in new[] { earlier, later })
        {
            Assert.That(ScanDiff.Between(report, report).Changes.Select(change => change.Class), Is.All.EqualTo(ChangeClass.Kept));
        }
    }

    [TestCaseSource(nameof(Pairs))]
    public void Read_ReportWhoseFindingsAreFiftyLinesLower_KeepsEveryIdentity(string name)
    {
        var pair = Parse(name)["head"]!;
        var before = Recordings.Read(pair).Select(finding => finding.Identity.Fingerprint).ToList();
        Shift(pair);
        var shifted = Recordings.Read(pair);

        Assert.That(shifted.Select(finding => finding.Identity.Fingerprint), Is.EqualTo(before));
    }

    private static void Shift(JsonNode node)
    {
        if (node is JsonObject map)
        {
            foreach (var name in new[] { "StartLine", "EndLine", "Number" }.Where(name => map[name] is JsonValue))
            {
                map[name] = map[name]!.GetValue<int>() + 50;
            }
        }

        foreach (var child in node switch { JsonObject map1 => map1.Select(pair => pair.Value), JsonArray list => list, _ => [] })
        {
            if (child is not null)
            {
                Shift(child);
            }
        }
    }

    private static string Words(Change change) => string.Join(' ', new[]
    {
        change.Class.ToString().ToLowerInvariant(), change.Finding.Id, change.Finding.Target,
        change.Finding.Kind is FindingKind.Vulnerability or FindingKind.EndOfLife ? change.Finding.Variant : "",
    }).TrimEnd();

    private static (IReadOnlyList<Finding> Earlier, IReadOnlyList<Finding> Later, List<string> Expected) Read(string name)
    {
        var pair = Parse(name);
        return (Recordings.Read(pair["base"]!), Recordings.Read(pair["head"]!), [.. pair["expect"]!.AsArray().Select(line => line!.GetValue<string>())]);
    }

    private static JsonNode Parse(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(Recordings.Pairs, name + ".json")))!;
}
