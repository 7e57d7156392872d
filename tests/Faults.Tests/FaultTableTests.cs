using Gauntlet.PipelineHarness;

namespace Gauntlet.Faults.Tests;

/// <summary>docs/faults.md against the suite.</summary>
public sealed class FaultTableTests
{
    [Test]
    public void FaultTable_Page_IsWhatTheSuiteInjects()
    {
        var file = Path.Combine(Checkout.Root, "docs", "faults.md");
        if (Environment.GetEnvironmentVariable("GAUNTLET_WRITE_DOCS") == "1")
        {
            File.WriteAllText(file, FaultTable.Render());
        }

        Assert.That(File.ReadAllText(file), Is.EqualTo(FaultTable.Render()), "docs/faults.md is stale; the page itself says how it is written.");
    }

    [Test]
    public void FaultTable_CauseOnBothGrounds_HasOneVerdict() =>
        Assert.That(
            FaultCatalogue.Sections.SelectMany(section => section).GroupBy(fault => fault.Cause)
                .Where(cause => cause.Select(fault => fault.Verdict).Distinct().Count() > 1).Select(cause => cause.Key),
            Is.Empty);
}
