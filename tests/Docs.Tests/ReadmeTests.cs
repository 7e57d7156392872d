using System.Text.RegularExpressions;
using Gauntlet.Build.Cli;
using Gauntlet.Build.Pipeline;
using Gauntlet.PipelineHarness;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using CodeBlock = Gauntlet.Docs.Tests.Markdown.CodeBlock;

namespace Gauntlet.Docs.Tests;

/// <summary>What the pages promise: commands that work, options that exist, links that lead somewhere.</summary>
[TestFixture]
[Platform("Linux")]
public sealed partial class ReadmeTests
{
    private const string TestCommand = "./build.sh --target=Test";

    private static IEnumerable<string> Pages =>
        Directory.EnumerateFiles(Path.Combine(Checkout.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Where(file => !file.Contains("examples", StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(Checkout.Root, file))
            .Concat(["README.md", "CONTRIBUTING.md"]);

    private static string ScreensFolder => Path.Combine(Checkout.Root, "docs", "examples", "screens");

    /// <summary>Those so wide that no command wraps.</summary>
    private static IEnumerable<string> Screens => Directory.EnumerateFiles(ScreensFolder, "*-160.txt").Select(file => Path.GetFileName(file));

    private static IEnumerable<string> Blocks => CodeBlock.Read("README.md").Where(block => block.Language == "sh").Select(block => block.Text);

    [TestCase("README.md")]
    [TestCase("docs/adding-a-workload.md")]
    [TestCase("docs/configuration.md")]
    [TestCase("docs/thresholds.md")]
    public void Page_ItsOptions_ArePossible(string page)
    {
        var written = Parsed(page).Descendants<CodeInline>().Select(code => code.Content)
            .Where(code => code.StartsWith("--", StringComparison.Ordinal) && !code.Contains('<', StringComparison.Ordinal)
                && code.Contains('=', StringComparison.Ordinal));

        foreach (var options in written)
        {
            Assert.That(() => CommandLine.Parse(Words(options), _ => null, StageCatalog.Host.Targets), Throws.Nothing, options);
        }
    }

    [TestCaseSource(nameof(Screens))]
    public void Screen_ItsFirstLine_IsAPossibleCommand(string screen)
    {
        var line = File.ReadLines(Path.Combine(ScreensFolder, screen)).First();

        Assert.That(line, Does.StartWith("$ ").And.Contain("./build.sh "));
        Assert.That(() => CommandLine.Parse(Words(line.Split("./build.sh ")[1]), _ => null, StageCatalog.Host.Targets), Throws.Nothing);
    }

    [TestCaseSource(nameof(Pages))]
    public void Page_ItsLinks_LeadToFiles(string page)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Checkout.Root, page))!;
        var links = Parsed(page).Descendants<LinkInline>().Select(link => link.Url!.Split('#')[0])
            .Where(url => url.Length > 0 && !url.Contains("://", StringComparison.Ordinal));

        Assert.That(links.Select(link => Path.Combine(folder, link)), Is.All.Matches<string>(Path.Exists));
    }

    [Test]
    public void TestCommand_IsRunByContinuousIntegration()
    {
        Assert.That(Blocks.SelectMany(block => block.Split('\n')).Select(line => line.Split(" #")[0].Trim()), Has.Member(TestCommand));
        Assert.That(File.ReadAllText(Path.Combine(Checkout.Root, ".ci", "run")), Does.Contain("\n" + TestCommand + " "));
    }

    [Test]
    [Category("Tools")]
    public Task Commands_AsPrinted_Succeed() => RunAsync(onKind: false);

    [Test]
    [Category("Cluster")]
    public Task KindCommands_AsPrinted_Succeed() => RunAsync(onKind: true);

    private static bool NeedsKind(string block) => block.Contains("--cluster=kind", StringComparison.Ordinal);

    /// <summary>
    /// One block after the other, as a reader does, in a checkout of its own in a folder with a space in its name, not built yet. The test suite itself is
    /// <see cref="TestCommand_IsRunByContinuousIntegration"/>'s.
    /// </summary>
    private static async Task RunAsync(bool onKind)
    {
        await using var copy = ProjectCopy.CreateWithSources();
        var environment = new Dictionary<string, string?>
        {
            ["GAUNTLET_CLUSTER"] = onKind ? null : "embedded", // a later command of the block finds the kind in the state
            ["GAUNTLET_NODE_IMAGE"] = "kindest/node:v1.20.2",
            ["GAUNTLET_SKIP"] = "Test\nScanSecurity",
            ["GAUNTLET_REQUESTS"] = "500",
            ["GAUNTLET_CONNECTIONS"] = "4",
            ["GAUNTLET_WARM_UP"] = "50",
            ["GAUNTLET_THRESHOLD"] = "errors.rate < 0.1%",
        };

        var blocks = Blocks.Where(block => NeedsKind(block) == onKind).ToList();
        Assert.That(blocks, Is.Not.Empty);
        foreach (var command in blocks.SelectMany(block => block.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            .Where(line => !line.StartsWith(TestCommand, StringComparison.Ordinal)))
        {
            var result = await copy.ShellAsync(command, environment);
            Assert.That(result.ExitCode, Is.Zero, $"{command}: {result}");
        }
    }

    private static MarkdownDocument Parsed(string page) => Markdig.Markdown.Parse(File.ReadAllText(Path.Combine(Checkout.Root, page)));

    /// <summary>The words of a command line, single quotes taken off.</summary>
    private static string[] Words(string line) =>
        [.. Word().Matches(line).Select(word => word.Value.Replace("'", "", StringComparison.Ordinal))];

    [GeneratedRegex("('[^']*'|[^ '])+")]
    private static partial Regex Word();
}
