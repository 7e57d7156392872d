using Gauntlet.Security.Accepting;
using Gauntlet.Security.Findings;

namespace Gauntlet.Security.Tests.Accepting;

[TestFixture]
internal sealed class AcceptanceTests
{
    private static readonly DateOnly Today = new(2026, 11, 29);

    private static readonly Finding Flaw = new()
    {
        Kind = FindingKind.Vulnerability,
        Component = "code",
        Type = "npm",
        Id = "CVE-1",
        Aliases = ["GHSA-1"],
        Package = "pkg:npm/a",
        Path = "web/app/package-lock.json",
        Variant = "1.0",
        Target = "a",
        Severity = Severity.High,
    };

    [TestCase("vulnerabilities: [{ id: CVE-1, statement: why, expired_at: 2026-11-30 }]", "accepted")]
    [TestCase("vulnerabilities: [{ id: GHSA-1, statement: why, expired_at: 2026-11-30 }]", "accepted")]
    [TestCase("vulnerabilities: [{ id: CVE-1, statement: why, expired_at: 2026-11-29 }]", "expired")]
    [TestCase("vulnerabilities: [{ id: CVE-1, statement: why, expired_at: 2025-01-01 }]", "expired")]
    [TestCase("vulnerabilities: [{ id: CVE-2, statement: why, expired_at: 2026-11-30 }]", "idle")]
    [TestCase("misconfigurations: [{ id: CVE-1, statement: why, expired_at: 2026-11-30 }]", "idle")]
    [TestCase("vulnerabilities: [{ id: CVE-1, statement: why, expired_at: 2026-11-30, paths: ['web/**'] }]", "accepted")]
    [TestCase("vulnerabilities: [{ id: CVE-1, statement: why, expired_at: 2026-11-30, paths: ['**/package-lock.json'] }]", "accepted")]
    [TestCase("vulnerabilities: [{ id: CVE-1, statement: why, expired_at: 2026-11-30, paths: ['web/*'] }]", "idle")]
    [TestCase("vulnerabilities: [{ id: CVE-1, statement: why, expired_at: 2026-11-30, paths: ['web/*/package-?ock.json'] }]", "accepted")]
    [TestCase("vulnerabilities: [{ id: CVE-1, statement: why, expired_at: 2026-11-30, purls: ['pkg:npm/a'] }]", "accepted")]
    [TestCase("vulnerabilities: [{ id: CVE-1, statement: why, expired_at: 2026-11-30, purls: ['pkg:npm/a@1.0'] }]", "accepted")]
    [TestCase("vulnerabilities: [{ id: CVE-1, statement: why, expired_at: 2026-11-30, purls: ['pkg:npm/a@2.0'] }]", "idle")]
    public void Of_EntryOfTheFile_IsOneOfThese(string yaml, string expected)
    {
        var (entries, problems) = AcceptedFile.Read(yaml);
        var sorted = Acceptance.Of([Flaw], entries, Today);

        Assert.That(problems, Is.Empty);
        Assert.That(sorted.Accepted, Has.Count.EqualTo(expected == "accepted" ? 1 : 0));
        Assert.That(sorted.Open, Has.Count.EqualTo(expected == "accepted" ? 0 : 1));
        Assert.That(sorted.Expired, Has.Count.EqualTo(expected == "expired" ? 1 : 0));
        Assert.That(sorted.Idle, Has.Count.EqualTo(expected == "idle" ? 1 : 0));
    }

    [TestCase("vulnerabilities:\n  - id: CVE-1\n    expired_at: 2026-11-30\n", 2, "CVE-1 has no statement")]
    [TestCase("vulnerabilities:\n  - id: CVE-1\n    statement: ' '\n    expired_at: 2026-11-30\n", 2, "CVE-1 has no statement")]
    [TestCase(
        "vulnerabilities:\n  - id: CVE-0\n    statement: a\n    expired_at: 2027-01-01\n  - id: CVE-1\n    statement: why\n", 5, "CVE-1 has no expired_at")]
    [TestCase("secrets:\n  - id: a\n    statement: why\n    expired_at: 30.11.2026\n", 2, "a has no expired_at")]
    [TestCase("secrets:\n  - statement: why\n", 2, "no id")]
    [TestCase("vulnerabilities: CVE-1\n", 1, "not a list")]
    [TestCase("vulnerabilities: [CVE-1]\n", 1, "not a list")]
    [TestCase("licenses: []\n", 1, "'licenses' is none of")]
    [TestCase("- CVE-1\n", 1, "is not a map")]
    [TestCase("CVE-1\n", 1, "is not a map")]
    [TestCase("a: [\n", 2, "is no YAML")]
    public void Read_FileThatIsWrong_SaysWhereAndAcceptsNothingByIt(string yaml, int line, string problem)
    {
        var (entries, problems) = AcceptedFile.Read(yaml);

        Assert.That(problems.Single().Text, Does.Contain(problem));
        Assert.That(problems.Single().Line, Is.EqualTo(line));
        Assert.That(entries.Where(entry => entry.Id == "CVE-1"), Is.Empty);
    }

    [TestCase("")]
    [TestCase("# nothing\n")]
    [TestCase("vulnerabilities:\nsecrets: []\n")]
    public void Read_FileWithoutEntries_IsRight(string yaml) => Assert.That(AcceptedFile.Read(yaml).Problems, Is.Empty);
}
