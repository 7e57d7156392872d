using Microsoft.Playwright;

namespace Gauntlet.Reports.Tests.Writers;

/// <summary>Debian's Chromium.</summary>
internal static class Chromium
{
    private static readonly string[] Arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];

    public static Task<IBrowser> LaunchAsync(this IPlaywright playwright) =>
        playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = "/usr/bin/chromium", Args = Arguments });

    /// <summary>Opens a file, and asserts that it runs without an error, asks for nothing and does not scroll sideways.</summary>
    public static async Task<IPage> OpenAsync(this IBrowser browser, string path, int width, ColorScheme scheme)
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
        return page;
    }

    /// <summary>Keeps a picture of the page in GAUNTLET_SCREENSHOTS, where it is set.</summary>
    public static async Task KeepAsync(this IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("GAUNTLET_SCREENSHOTS") is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
        }
    }
}
