using Gauntlet.PipelineHarness;

namespace Gauntlet.Docs.Tests.Generated;

[TestFixture]
public sealed class GeneratedFilesTests
{
    [Test]
    public void Configuration_ItsTables_AreTheCatalogue() => GeneratedText.AssertSection("docs/configuration.md", "options", OptionTables.Render());

    [Test]
    public void Configuration_TheHostsTable_IsTheHosts() => GeneratedText.AssertSection("docs/configuration.md", "host options", OptionTables.RenderHost());

    [Test]
    public void Chaos_ItsTable_IsTheFaults() => GeneratedText.AssertSection("docs/chaos.md", "faults", FaultTable.Render());

    [Test]
    public void Prometheus_ItsTable_IsWhatIsExported() => GeneratedText.AssertSection("docs/prometheus.md", "metrics", ExportTable.Render());

    [Test]
    public void Platforms_ItsTools_AreThePins() => GeneratedText.AssertSection("docs/platforms.md", "tools", ToolTable.Render());

    [Test]
    public void Pipeline_ItsTable_IsTheCatalogue() => GeneratedText.AssertSection("docs/pipeline.md", "stages", StageTable.Render());

    [Test]
    public void Readme_ItsScreen_IsTheRecordedOne() =>
        GeneratedText.AssertSection(
            "README.md", "screen", $"```text\n{File.ReadAllText(Path.Combine(Checkout.Root, "docs/examples/screens/pass-80.txt"))}```\n");

    [Test]
    public void Completion_TheScript_IsTheCatalogue() => GeneratedText.AssertFile("completions/gauntlet.sh", CompletionScript.Render());
}
