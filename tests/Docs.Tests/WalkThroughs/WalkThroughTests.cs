using Gauntlet.PipelineHarness;

namespace Gauntlet.Docs.Tests.WalkThroughs;

/// <summary>The walk-throughs of docs/, performed word for word on a copy of the project.</summary>
[TestFixture]
[Category("Tools")]
[Platform("Linux")]
public sealed class WalkThroughTests
{
    /// <summary>The tests of the copy are those of the checkout, and a closed loop asks nothing of the machine's speed.</summary>
    internal static readonly Dictionary<string, string?> ShortRun = new()
    {
        ["GAUNTLET_SKIP"] = "Test\nScanSecurity",
        ["GAUNTLET_REQUESTS"] = "500",
        ["GAUNTLET_CONNECTIONS"] = "4",
        ["GAUNTLET_WARM_UP"] = "50",
        ["GAUNTLET_THRESHOLD"] = "errors.rate < 0.1%",
    };

    [Test]
    public async Task AddingAWorkload_WordForWord_EndsAsThePageSays()
    {
        await using var copy = ProjectCopy.CreateWithSources();

        await WalkThrough.PerformAsync("docs/adding-a-workload.md", copy, ShortRun);
    }

    [Test]
    public async Task AddingAnEngine_WordForWord_EndsAsThePageSaysAndChangesOneFileOutsideItsFolder()
    {
        await using var copy = ProjectCopy.CreateWithSources();

        var (changed, made) = await WalkThrough.PerformAsync("docs/adding-an-engine.md", copy, ShortRun);

        Assert.That(changed, Is.EqualTo(new[] { "src/LoadGenerator/LoadEngines.cs" }));
        Assert.That(made, Is.All.StartsWith("src/LoadGenerator/Serial/"));
    }

    [Test]
    public async Task AddingASource_WordForWord_EndsAsThePageSaysAndAddsOneFileAndOneLine()
    {
        await using var copy = ProjectCopy.CreateWithSources();

        var (changed, made) = await WalkThrough.PerformAsync("docs/adding-a-source.md", copy, ShortRun);

        Assert.That(changed, Is.EqualTo(new[] { "src/Workloads/Rendering/ManifestSources.cs" }));
        Assert.That(made, Is.EqualTo(new[] { "lines/objects.ndjson", "src/Workloads/Sources/LinesSource.cs" }));
    }

    /// <summary>A stage with an option and a section of the report.</summary>
    [Test]
    public async Task AddingAStage_WordForWord_EndsAsThePageSaysAndPassesContinuousIntegration()
    {
        await using var copy = ProjectCopy.CreateWithSources();
        copy.AddTrivy();

        var (changed, made) = await WalkThrough.PerformAsync("docs/adding-a-stage.md", copy, ShortRun);

        Assert.That(changed, Is.EqualTo(new[] { ".github/workflows/validate.yml" }));
        Assert.That(made, Is.All.StartsWith("build/Stages/CountNodes/"));

        foreach (var step in StepsOfContinuousIntegration(copy))
        {
            var result = await copy.ShellAsync(
                step, new Dictionary<string, string?>(ShortRun) { ["GAUNTLET_CLUSTER"] = "embedded", ["GAUNTLET_SKIP"] = "Test" });
            Assert.That(result.ExitCode, Is.Zero, $"{step}: {result}");
        }
    }

    /// <summary>The commands of validate.yml's first job, where each stage is a process of its own and Verdict the last.</summary>
    private static IEnumerable<string> StepsOfContinuousIntegration(ProjectCopy copy) =>
        File.ReadLines(copy.PathOf(".github", "workflows", "validate.yml"))
            .TakeWhile(line => line != "  comment:")
            .Select(line => line.Trim())
            .Where(line => line.StartsWith("run: ", StringComparison.Ordinal))
            .Select(line => line["run: ".Length..]);
}
