using Gauntlet.Build.Stages.ScanSecurity;
using Gauntlet.Reports;

namespace Gauntlet.Build.Tests.Stages.ScanSecurity;

[TestFixture]
internal sealed class ScanSecuritySectionTests
{
    private static readonly ScannedFinding Flaw = new("HIGH", "CVE-1", "lodash 4.17.15", "4.17.21", "a flaw");

    [Test]
    public void Of_ComparisonWithNewFindings_HasThemFirstAsATable()
    {
        var blocks = Blocks(new ScanComparison("0123456789abcdef", 14, 1, [Flaw], [Flaw with { Id = "CVE-2" }], [])
        {
            Counts = new ScanCounts(1, 1, 0),
        });

        Assert.That(((Paragraph)blocks[0]).Text, Is.EqualTo("This change adds 1 finding to those of 0123456789ab:"));
        Assert.That(((Table)blocks[1]).All.Single().Select(cell => cell.Text), Is.EqualTo(new[] { "HIGH", "CVE-1", "lodash 4.17.15", "4.17.21" }));
        Assert.That(blocks.Skip(2).Cast<Paragraph>().Select(block => block.Text), Is.EqualTo(new[]
        {
            "Fixed, 1: CVE-2 (lodash 4.17.15)", "Kept, 14, 1 of them in another file: not this change's.", "trivy 1: 15 HIGH in all",
        }));
    }

    [Test]
    public void Of_ComparisonWithoutNewFindings_IsThreeLines() => Assert.That(
        Blocks(new ScanComparison("0123456789abcdef", 300, 0, [], [], []) { Counts = new ScanCounts(0, 0, 0) }).Cast<Paragraph>().Select(block => block.Text),
        Is.EqualTo(new[]
        {
            "This change adds no finding to those of 0123456789ab.", "Kept, 300: not this change's.", "trivy 1: 15 HIGH in all",
        }));

    [Test]
    public void Of_MoreFixedThanAreListed_SaysSo() => Assert.That(
        Blocks(new ScanComparison("0123456789abcdef", 0, 0, [], [Flaw], []) { Counts = new ScanCounts(0, 70, 0) }).OfType<Paragraph>().ElementAt(1).Text,
        Is.EqualTo("Fixed, 70: CVE-1 (lodash 4.17.15), …"));

    private static IReadOnlyList<Block> Blocks(ScanComparison comparison) =>
        ScanSecuritySection.Part(new ScanResult("trivy 1", new Dictionary<string, int> { ["HIGH"] = 15 }) { Comparison = comparison }).Sections.Single().Blocks;
}
