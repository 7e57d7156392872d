using System.Net;
using Gauntlet.PipelineHarness;
using Markdig;
using Microsoft.Playwright;

namespace Gauntlet.Reports.Tests.Writers;

/// <summary>Opens the comments of docs/examples as a page like GitHub's, in Debian's Chromium.</summary>
[Category("Tools")]
internal sealed class CommentScreenshotTests
{
    private static readonly MarkdownPipeline GitHub = new MarkdownPipelineBuilder().UsePipeTables().UseAutoLinks().UseAlertBlocks().Build();

    private const string Style = """
        body{margin:0;padding:24px;font:14px/1.5 -apple-system,"Segoe UI",Helvetica,Arial,sans-serif;color:#1f2328;background:#fff}
        main{max-width:860px;margin:0 auto;border:1px solid #d1d9e0;border-radius:6px;padding:16px;overflow-wrap:anywhere}
        table{display:block;width:max-content;max-width:100%;overflow:auto;border-collapse:collapse}td,th{border:1px solid #d1d9e0;padding:6px 13px}
        pre{background:#f6f8fa;border-radius:6px;padding:16px;overflow:auto}h2{border-bottom:1px solid #d1d9e0;padding-bottom:.3em}
        .markdown-alert{border-left:.25em solid #0969da;padding:0 16px;margin:16px 0}details{margin:0 0 16px}svg{width:16px;height:16px}
        """;

    [Test]
    [CancelAfter(120_000)]
    public async Task Render_CommentInChromium_ShowsTheVerdictFirstAndScrollsNowhere(
        [Values("pass", "fail", "inconclusive", "fork")] string name, CancellationToken cancellation)
    {
        var comment = await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "docs", "examples", $"comment-{name}.md"), cancellation);
        var path = Path.Combine(Directory.CreateTempSubdirectory("comment-").FullName, "comment.html");
        await File.WriteAllTextAsync(path, $"<meta charset=utf-8><style>{Style}</style><main>{Markdown.ToHtml(comment, GitHub)}</main>", cancellation);
        try
        {
            using var playwright = await Playwright.CreateAsync();
            await using var browser = await playwright.LaunchAsync();
            foreach (var width in new[] { 910, 390 })
            {
                var page = await browser.OpenAsync(path, width, ColorScheme.Light);
                var shown = await page.Locator("main > :visible").AllInnerTextsAsync();

                Assert.That(WebUtility.HtmlDecode(shown[0]), Does.Match("Gauntlet: (Pass|Fail|Inconclusive)"));
                Assert.That(await page.Locator("main > p strong").AllInnerTextsAsync(), Has.Count.EqualTo(1), "one headline");
                await page.KeepAsync($"comment-{name}-{width}");
                await page.CloseAsync();
            }
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }
}
