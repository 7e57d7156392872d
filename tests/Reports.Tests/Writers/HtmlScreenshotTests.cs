using Gauntlet.Reports.Writers;
using Microsoft.Playwright;

namespace Gauntlet.Reports.Tests.Writers;

/// <summary>Opens the report in Debian's Chromium.</summary>
[Category("Tools")]
internal sealed class HtmlScreenshotTests
{
    [Test]
    [CancelAfter(120_000)]
    public async Task Render_InChromium_HasNoErrorNoRequestAndNoOverflow(
        [Values("typical", "failed", "empty", "one", "only timeouts", "large", "no load")] string name, CancellationToken cancellation)
    {
        var document = (Document)Documents.All().First(c => c.TestName == null && c.ArgDisplayNames![0] == name).Arguments[0]!;
        var path = Path.Combine(Directory.CreateTempSubdirectory("report-").FullName, "report.html");
        await File.WriteAllTextAsync(path, HtmlWriter.Write(document), cancellation);
        try
        {
            using var playwright = await Playwright.CreateAsync();
            await using var browser = await playwright.LaunchAsync();
            foreach (var width in new[] { 1280, 390 })
            {
                foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
                {
                    await OpenAsync(browser, path, name, width, scheme);
                }
            }
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    /// <summary>The reports of runs in the folder GAUNTLET_SCREENSHOTS, for docs/examples/capture-reports.sh.</summary>
    [Test]
    [Explicit("it takes pictures of reports that somebody else made")]
    [CancelAfter(300_000)]
    public async Task Open_ReportsOfRuns_KeepsTheirPictures()
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.LaunchAsync();
        foreach (var path in Directory.EnumerateFiles(Environment.GetEnvironmentVariable("GAUNTLET_SCREENSHOTS")!, "*.html"))
        {
            foreach (var (width, scheme) in new[] { (1280, ColorScheme.Light), (1280, ColorScheme.Dark), (390, ColorScheme.Light), (390, ColorScheme.Dark) })
            {
                await OpenAsync(browser, path, Path.GetFileNameWithoutExtension(path), width, scheme);
            }
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
