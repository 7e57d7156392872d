using Gauntlet.PipelineHarness;

namespace Gauntlet.Docs.Tests.WalkThroughs;

/// <summary>The walk-throughs of docs/, performed word for word on a copy of the project.</summary>
[TestFixture]
[Category("Tools")]
[Platform("Linux")]
public sealed class WalkThroughTests
{
    /// <summary>The tests of the copy are those of the checkout, and a closed loop asks nothing of the machine's speed.</summary>
    private static readonly Dictionary<string, string?> ShortRun = new()
    {
        ["GAUNTLET_SKIP"] = "Test\nScanSecurity",
        ["GAUNTLET_REQUESTS"] = "500",
        ["GAUNTLET_CONNECTIONS"] = "4",
        ["GAUNTLET_WARM_UP"] = "50",
        ["GAUNTLET_THRESHOLD"] = "errors.rate < 0.1%",
    };

    [TestCase("docs/adding-a-stage.md")]
    [TestCase("docs/adding-a-workload.md")]
    public async Task WalkThrough_WordForWord_EndsAsThePageSays(string page)
    {
        await using var copy = ProjectCopy.CreateWithSources();

        await WalkThrough.PerformAsync(page, copy, ShortRun);
    }
}
