using Gauntlet.Reports.Writers;
using Microsoft.Playwright;

namespace Gauntlet.Reports.Tests.Writers;

/// <summary>Opens the report in Debian's Chromium. Screenshots are kept in GAUNTLET_SCREENSHOTS, where it is set.</summary>
[Category("Tools")]
internal sealed class HtmlScreenshotTests
{
    private static readonly string[] Arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];

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
            await using var browser = await playwright.Chromium.LaunchAsync(
                new BrowserTypeLaunchOptions { ExecutablePath = "/usr/bin/chromium", Args = Arguments });
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

    private static async Task OpenAsync(IBrowser browser, string path, string name, int width, ColorScheme scheme)
    {
        var page = await browser.NewPageAsync(
            new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = width, Height = 900 }, ColorScheme = scheme });
        var problems = new List<string>();
        page.Console += (_, message) => problems.Add(message.Text);
        page.PageError += (_, error) => problems.Add(error);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith("file:", StringComparison.Ordinal))
            {
                problems.Add(request.Url);
            }
        };
        await page.GotoAsync(new Uri(path).AbsoluteUri);

        Assert.That(problems, Is.Empty);
        Assert.That(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(width),
            "the page itself does not scroll sideways");
        foreach (var plot in await page.Locator("svg.plot:visible").AllAsync())
        {
            Assert.That(await plot.Locator("text.plot-title").TextContentAsync(), Is.Not.Empty);
            var labels = await plot.Locator("text.axis-label").AllTextContentsAsync();
            Assert.That(labels, Has.Count.EqualTo(2).And.All.Match(@"\(.+\)"), "each axis has a label with a unit");
        }

        if (Environment.GetEnvironmentVariable("GAUNTLET_SCREENSHOTS") is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}-{width}-{scheme}.png"), FullPage = true });
        }

        await page.CloseAsync();
    }
}
