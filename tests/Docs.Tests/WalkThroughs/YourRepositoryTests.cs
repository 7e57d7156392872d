using Gauntlet.PipelineHarness;

namespace Gauntlet.Docs.Tests.WalkThroughs;

/// <summary>docs/your-repository.md, performed word for word in a repository of another name that takes this checkout in.</summary>
[TestFixture]
[Platform("Linux")]
public sealed class YourRepositoryTests
{
    private const string Page = "docs/your-repository.md";
    private const string Take = "dotnet run --project ../gauntlet/template";
    private const string OnKind = "--cluster=kind";

    private static readonly Dictionary<string, string?> ShortRun = new(WalkThroughTests.ShortRun) { ["GAUNTLET_SKIP"] = "ScanSecurity\nChaos" };

    [Test]
    [Category("Cluster")] // needs no engine, but minutes: it has its day of the week
    public async Task YourRepository_WordForWord_EndsAsThePageSaysAndIsRaisedToANewerVersion()
    {
        await using var copy = Create();

        var (changed, made) = await WalkThrough.PerformAsync(Page, copy, ShortRun, block => !block.Text.Contains(OnKind, StringComparison.Ordinal));

        Assert.That(changed, Is.Empty);
        Assert.That(made, Is.All.StartsWith("build/Stages/"));
        Assert.That(Directory.Exists(copy.PathOf("manifests", "echo")), Is.False, "who has manifests gets no sample");

        copy.Replace("kind/cluster.yaml", "# Three nodes.", "# Our three nodes.");
        var newer = Path.Combine(copy.Home, "gauntlet");
        await File.AppendAllTextAsync(Path.Combine(newer, "kind", "cluster.yaml"), "# newer\n");
        await File.AppendAllTextAsync(Path.Combine(newer, "manifests", "ingress-nginx", "namespace.yaml"), "# newer\n");
        await File.AppendAllTextAsync(Path.Combine(newer, "src", "Metrics", "Metrics.csproj"), "<!-- newer -->\n");
        File.Delete(Path.Combine(newer, "completions", "gauntlet.sh"));
        var raised = await copy.ShellAsync(Take, new Dictionary<string, string?>(ShortRun) { ["Version"] = "1.1.0" });

        Assert.That(raised.ExitCode, Is.Zero, raised.ToString());
        Assert.That(raised.Output, Does.Contain("Gauntlet 1.1.0 is in ").And.Contain("Left as you have it: kind/cluster.yaml."));
        Assert.That(File.ReadAllText(copy.PathOf("kind", "cluster.yaml")), Does.StartWith("# Our three nodes.").And.Not.Contain("# newer"));
        Assert.That(File.ReadAllText(copy.PathOf("manifests", "ingress-nginx", "namespace.yaml")), Does.EndWith("# newer\n"));
        Assert.That(File.ReadAllText(copy.PathOf("build", "gauntlet", "src", "Metrics", "Metrics.csproj")), Does.EndWith("<!-- newer -->\n"));
        Assert.That(Directory.Exists(copy.PathOf("build", "gauntlet", "completions")), Is.False);

        var run = await copy.ShellAsync("./build.sh --version && ./build.sh --target=Full --cluster=embedded --build-image=Dockerfile:shop:dev", ShortRun);
        Assert.That(run.ExitCode, Is.Zero, run.ToString());
        Assert.That(run.Output, Does.Contain("Gauntlet 1.1.0").And.Contain("Verdict: pass").And.Match("✓ CountObjects +"));
    }

    [Test]
    [Category("Cluster")]
    public async Task YourRepository_OnKind_BuildsItsImageAndEndsAsThePageSays()
    {
        await using var copy = Create();
        string[] performed = [Take, OnKind];
        try
        {
            await WalkThrough.PerformAsync(
                Page, copy, new Dictionary<string, string?>(ShortRun) { ["GAUNTLET_NODE_IMAGE"] = "kindest/node:v1.20.2" },
                block => block.Language == "sh" && performed.Any(part => block.Text.Contains(part, StringComparison.Ordinal)));
        }
        finally
        {
            await Command.RunAsync(TimeSpan.FromMinutes(1), "docker", "rmi", "--force", "shop:dev");
        }
    }

    private static ProjectCopy Create()
    {
        var copy = ProjectCopy.CreateEmpty();
        ShopRepository.Write(copy.Root);
        copy.AddSourcesBeside("gauntlet");
        return copy;
    }
}
