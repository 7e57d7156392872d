namespace Gauntlet.Docs.Tests.Generated;

[TestFixture]
public sealed class GeneratedFilesTests
{
    [Test]
    public void Configuration_ItsTables_AreTheCatalogue() => GeneratedText.AssertSection("docs/configuration.md", "options", OptionTables.Render());

    [Test]
    public void Completion_TheScript_IsTheCatalogue() => GeneratedText.AssertFile("completions/gauntlet.sh", CompletionScript.Render());
}
