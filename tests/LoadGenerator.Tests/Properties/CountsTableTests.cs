namespace Gauntlet.LoadGenerator.Tests.Properties;

/// <summary>docs/load.md says what is counted where as the code does it.</summary>
internal sealed class CountsTableTests
{
    [Test]
    public async Task CountsTable_Page_IsWhatTheLoopAndItsFiguresDo()
    {
        const string Head = "| what happens to a request |";
        var file = Path.Combine(Root(), "docs", "load.md");
        var table = await CountsTable.RenderAsync();
        var page = await File.ReadAllTextAsync(file);
        var start = page.IndexOf(Head, StringComparison.Ordinal);
        var end = page.IndexOf("\n\n", start, StringComparison.Ordinal) + 1;
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            page = page[..start] + table + page[end..];
            await File.WriteAllTextAsync(file, page);
            end = start + table.Length;
        }

        Assert.That(page[start..end], Is.EqualTo(table), "docs/load.md is stale; the page itself says how its table is written.");
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Gauntlet.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("not in a checkout");
        }

        return folder;
    }
}
