using Gauntlet.Reports.Writers;
using Microsoft.Playwright;

namespace Gauntlet.Reports.Tests.Writers;

/// <summary>
/// Opens the report in Debian's Chromium: that of made-up runs, and those that lie in GAUNTLET_SCREENSHOTS (docs/examples/capture-reports.sh).
/// </summary>
[Category("Tools")]
internal sealed class HtmlScreenshotTests
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("GAUNTLET_SCREENSHOTS");

    private static IEnumerable<string> Names =>
    [
        "typical", "failed", "empty", "one", "only timeouts", "large", "no load",
        .. Directory.Exists(Folder) ? Directory.EnumerateFiles(Folder, "*.html").Select(file => Path.GetFileName(file)) : [],
    ];

    [Test]
    [CancelAfter(120_000)]
    public async Task Render_InChromium_HasNoErrorNoRequestAndNoOverflow(
        [ValueSource(nameof(Names))] string name, CancellationToken cancellation)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("report-").FullName, "report.html");
        await File.WriteAllTextAsync(path, name.EndsWith(".html", StringComparison.Ordinal)
            ? await File.ReadAllTextAsync(Path.Combine(Folder!, name), cancellation)
            : HtmlWriter.Write((Document)Documents.All().First(c => c.TestName == null && c.ArgDisplayNames![0] == name).Arguments[0]!), cancellation);
        try
        {
            using var playwright = await Playwright.CreateAsync();
            await using var browser = await playwright.LaunchAsync();
            foreach (var width in new[] { 1280, 390 })
            {
                foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
                {
                    await OpenAsync(browser, path, Path.GetFileNameWithoutExtension(name), width, scheme);
                }
            }
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    private static async Task OpenAsync(IBrowser browser, string path, string name, int width, ColorScheme scheme)
    {
        var page = await browser.OpenAsync(path, width, scheme);
        foreach (var plot in await page.Locator("svg.plot:visible").AllAsync())
        {
            Assert.That(await plot.Locator("text.plot-title").TextContentAsync(), Is.Not.Empty);
            var labels = await plot.Locator("text.axis-label").AllTextContentsAsync();
            Assert.That(labels, Has.Count.EqualTo(2).And.All.Match(@"\(.+\)"), "each axis has a label with a unit");
        }

        await page.KeepAsync($"{name}-{width}-{scheme}");
        await page.CloseAsync();
    }
}
