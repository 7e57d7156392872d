namespace Gauntlet.Build.Tests;

[TestFixture]
public sealed class BuildPathsTests
{
    private const string Text = "Compare them, as docs/security.md says; docs/absent.md and mydocs/security.md are others.";
    private DirectoryInfo _root = null!;

    [SetUp]
    public void SetUp() => _root = Directory.CreateTempSubdirectory("gauntlet-paths-");

    [TearDown]
    public void TearDown() => _root.Delete(recursive: true);

    /// <summary>
    /// A page is named where it is: in this project itself, in one that has taken the host in, and in one that a host from elsewhere works on.
    /// </summary>
    [TestCase("", "docs/security.md")]
    [TestCase("build/gauntlet", "build/gauntlet/docs/security.md")]
    [TestCase("../elsewhere", "docs/security.md")]
    public void WithPages_PageOfTheHost_IsNamedWhereItIs(string code, string named)
    {
        var root = Directory.CreateDirectory(Path.Combine(_root.FullName, "project")).FullName;
        var host = Path.GetFullPath(Path.Combine(root, code));
        Directory.CreateDirectory(Path.Combine(host, "docs"));
        Directory.CreateDirectory(Path.Combine(host, "build", "bin", "host"));
        File.WriteAllText(Path.Combine(host, "docs", "security.md"), "");
        var paths = BuildPaths.Find(root, new HostEnvironment(new Dictionary<string, string>(), Path.Combine(host, "build", "bin", "host")));

        Assert.That(paths.WithPages(Text), Is.EqualTo(Text.Replace("as docs/security.md", "as " + named, StringComparison.Ordinal)));
    }
}
