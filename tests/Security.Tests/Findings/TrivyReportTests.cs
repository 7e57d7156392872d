using System.Text.Json.Nodes;
using Gauntlet.Security.Comparing;
using Gauntlet.Security.Findings;

namespace Gauntlet.Security.Tests.Findings;

[TestFixture]
internal sealed class TrivyReportTests
{
    private DirectoryInfo _tree = null!;

    [SetUp]
    public void CreateTree() => _tree = Directory.CreateTempSubdirectory("gauntlet-tree-");

    [TearDown]
    public void DeleteTree() => _tree.Delete(recursive: true);

    [Test]
    public void Read_RecordedReport_HasEveryFinding() => Assert.That(
        TrivyReport.Read(Recordings.Report).Select(finding =>
            $"{finding.Kind} {finding.Severity} {finding.Id} {finding.Target} {finding.Package}:{finding.Line}"),
        Is.EqualTo(new[]
        {
            "Vulnerability High CVE-2024-21907 Newtonsoft.Json pkg:nuget/Newtonsoft.Json:",
            "Misconfiguration High KSV-0014 manifests/echo/foo-deployment.yaml :19",
            "Misconfiguration Low KSV-0011 manifests/echo/foo-deployment.yaml :19",
            "Secret Critical github-pat docs/notes.md :3",
        }));

    [Test]
    public void Read_SecretThatIsReplacedByAnother_IsNewThoughBothAreMaskedTheSame()
    {
        var report = JsonNode.Parse(File.ReadAllText(Recordings.Report))!;
        Directory.CreateDirectory(Path.Combine(_tree.FullName, "docs"));
        var file = Path.Combine(_tree.FullName, "docs", "notes.md");
        File.WriteAllText(file, "a\nb\ntoken: one\n");
        var earlier = Recordings.Read(report, _tree.FullName);
        File.WriteAllText(file, "a\nb\ntoken: two\n");
        var later = Recordings.Read(report, _tree.FullName);

        Assert.That(ScanDiff.Between(earlier, later).Of(ChangeClass.New).Single().Head!.Id, Is.EqualTo("github-pat"));
        Assert.That(ScanDiff.Between(earlier, earlier).Of(ChangeClass.New), Is.Empty);
        Assert.That(later.Single(finding => finding.Kind == FindingKind.Secret).ToString(), Does.Not.Contain("two"));
    }

    [Test]
    public void Read_TargetOutsideTheTree_IsNotRead()
    {
        var inside = Directory.CreateDirectory(Path.Combine(_tree.FullName, "inside"));
        File.WriteAllText(Path.Combine(_tree.FullName, "notes.md"), "x\nx\nsomething else\n");
        var report = JsonNode.Parse(File.ReadAllText(Recordings.Report))!;
        report["Results"]![2]!["Target"] = "../notes.md";

        var secret = Recordings.Read(report, inside.FullName).Single(finding => finding.Kind == FindingKind.Secret);

        Assert.That(secret.Variant, Is.EqualTo(Recordings.Read(report).Single(finding => finding.Kind == FindingKind.Secret).Variant));
    }

    [TestCase("garbage")]
    [TestCase("{}")]
    [TestCase("[]")]
    [TestCase("""{"SchemaVersion":3}""")]
    [TestCase("""{"SchemaVersion":"2"}""")]
    [TestCase("""{"SchemaVersion":2,"Results":[1]}""")]
    public void Read_AnythingElse_IsRefused(string text)
    {
        var file = Path.Combine(_tree.FullName, "report.json");
        File.WriteAllText(file, text);

        Assert.That(() => TrivyReport.Read(file), Throws.TypeOf<FormatException>());
    }

    [TestCase("echo", "echo")]
    [TestCase("echo:1.0", "echo")]
    [TestCase("example.test:5000/echo", "example.test:5000/echo")]
    [TestCase("example.test:5000/echo:1.0@sha256:aa", "example.test:5000/echo")]
    public void Repository_OfAnImage_IsWithoutTagAndDigest(string image, string repository) =>
        Assert.That(TrivyFindings.Repository(image), Is.EqualTo(repository));
}
