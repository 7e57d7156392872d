using Gauntlet.PipelineHarness;

namespace Gauntlet.Template.Tests;

/// <summary>The template as a package: what docs/your-repository.md says that a feed of one's own can have.</summary>
[TestFixture]
[Category("Tools")] // it packs and installs
internal sealed class PackageTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);
    private DirectoryInfo _home = null!;

    [SetUp]
    public void SetUp() => _home = Directory.CreateTempSubdirectory("gauntlet-package-");

    [TearDown]
    public void TearDown() => _home.Delete(recursive: true);

    [Test]
    public async Task Tool_OfThePackage_BringsWhatTheCheckoutBrings()
    {
        var (packages, template) = (PathOf("packages"), Path.Combine(Checkout.Root, "template"));
        await Command.RunAsync(Deadline, "dotnet", "pack", template, "--output", packages, "--verbosity", "quiet");
        await Command.RunAsync(Deadline, "dotnet", "tool", "install", "gauntlet", "--tool-path", PathOf("tool"), "--source", packages);

        await Command.RunAsync(Deadline, Path.Combine(PathOf("tool"), "gauntlet"), Directory.CreateDirectory(PathOf("by-package")).FullName);
        await Command.RunAsync(Deadline, "dotnet", "run", "--project", template, "--", Directory.CreateDirectory(PathOf("by-checkout")).FullName);

        Assert.That(FilesOf("by-package"), Is.Not.Empty.And.EqualTo(FilesOf("by-checkout")));
    }

    private string[] FilesOf(string folder) =>
        [.. Directory.EnumerateFiles(PathOf(folder), "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(PathOf(folder), file)).Order()];

    private string PathOf(string name) => Path.Combine(_home.FullName, name);
}
