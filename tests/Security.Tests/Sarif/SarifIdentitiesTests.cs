using System.Text.Json.Nodes;
using Gauntlet.Security.Comparing;
using Gauntlet.Security.Findings;
using Gauntlet.Security.Sarif;

namespace Gauntlet.Security.Tests.Sarif;

[TestFixture]
internal sealed class SarifIdentitiesTests
{
    private string _file = null!;

    [SetUp]
    public void CopyFile()
    {
        _file = Path.GetTempFileName();
        File.Copy(Recordings.Sarif, _file, overwrite: true);
    }

    [TearDown]
    public void DeleteFile() => File.Delete(_file);

    [Test]
    public void Mark_RecordedFile_GivesEveryResultItsIdentityAndOneAnalysis()
    {
        var findings = TrivyReport.Read(Recordings.Report);

        SarifIdentities.Mark(_file, findings, [], null);

        Assert.That(Results().Select(Identity), Is.EqualTo(findings.Select(finding => finding.Identity.Fingerprint)));
        Assert.That(Results().Select(Identity).Distinct().Count(), Is.EqualTo(4));
        Assert.That(Run()["automationDetails"]!["id"]!.GetValue<string>(), Is.EqualTo("trivy/"));
        Assert.That(Results().Select(result => result["baselineState"]), Is.All.Null);
        Assert.That(Results().Select(result => result["partialFingerprints"]!["primaryLocationLineHash"]), Is.All.Null);
    }

    [Test]
    public void Mark_WithTheBase_SaysWhichAreNewAndLeavesAcceptedOnesOut()
    {
        var findings = TrivyReport.Read(Recordings.Report);
        var diff = ScanDiff.Between([findings[1]], findings);

        SarifIdentities.Mark(_file, findings, [findings[3]], diff);

        Assert.That(Results().Select(result => $"{result["ruleId"]} {result["baselineState"]}"),
            Is.EqualTo(new[] { "CVE-2024-21907 new", "KSV-0014 unchanged", "KSV-0011 new" }));
    }

    [Test]
    public void Mark_TwoVersionsOfAPackage_AreTwoIdentitiesWhicheverComesFirst()
    {
        var flaw = TrivyReport.Read(Recordings.Report)[0];
        Finding[] both = [flaw, flaw with { Variant = "13.0.0" }];
        var results = Run()["results"]!.AsArray();
        results.Add(results[0]!.DeepClone());
        File.WriteAllText(_file, new JsonObject { ["runs"] = new JsonArray(new JsonObject { ["results"] = results.DeepClone() }) }.ToJsonString());
        var text = File.ReadAllText(_file);

        SarifIdentities.Mark(_file, both, [], null);
        var (first, second) = (Identity(Results()[0]), Identity(Results()[^1]));
        File.WriteAllText(_file, text);
        SarifIdentities.Mark(_file, [.. both.Reverse()], [], null);

        Assert.That(first, Is.Not.EqualTo(second));
        Assert.That((Identity(Results()[^1]), Identity(Results()[0])), Is.EqualTo((first, second)));
    }

    [Test]
    public void Mark_NoSarif_IsRefused()
    {
        File.WriteAllText(_file, "[]");

        Assert.That(() => SarifIdentities.Mark(_file, [], [], null), Throws.TypeOf<FormatException>());
    }

    private JsonNode Run() => JsonNode.Parse(File.ReadAllText(_file))!["runs"]![0]!;

    private List<JsonNode> Results() => [.. Run()["results"]!.AsArray().Select(result => result!)];

    private static string? Identity(JsonNode result) => result["partialFingerprints"]?[SarifIdentities.Name]?.GetValue<string>();
}
