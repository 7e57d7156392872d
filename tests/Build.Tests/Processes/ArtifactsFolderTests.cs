using Gauntlet.Build.Cli;
using Gauntlet.Build.Processes;

namespace Gauntlet.Build.Tests.Processes;

[TestFixture]
[Platform("Linux")]
public sealed class ArtifactsFolderTests
{
    private string _home = "";

    [SetUp]
    public void MakeProject()
    {
        _home = Directory.CreateTempSubdirectory("gauntlet-artifacts-").FullName;
        Directory.CreateDirectory(Path.Combine(_home, "project", "manifests"));
        Directory.CreateDirectory(Path.Combine(_home, "project", "artifacts"));
        File.WriteAllText(Path.Combine(_home, "project", "artifacts", "notes.txt"), "of the user");
        File.WriteAllText(Path.Combine(_home, "file"), "");
        Directory.CreateDirectory(Path.Combine(_home, "precious"));
        File.WriteAllText(Path.Combine(_home, "precious", "thesis.md"), "of the user");
        Directory.CreateSymbolicLink(Path.Combine(_home, "link"), Path.Combine(_home, "project", "manifests"));
    }

    [TearDown]
    public void Delete() => Directory.Delete(_home, recursive: true);

    [TestCase("file", "is no folder: <home>/file is a file. Give a folder.")]
    [TestCase("file/below", "is no folder: <home>/file is a file. Give a folder.")]
    [TestCase("project", "holds the project itself. Give a folder for a run's files alone.")]
    [TestCase("", "holds the project itself. Give a folder for a run's files alone.")]
    [TestCase("project/manifests/new", "is among the sources in <home>/project/manifests. Give a folder outside of them.")]
    [TestCase("project/src", "is among the sources in <home>/project/src. Give a folder outside of them.")]
    [TestCase("link/new", "is among the sources in <home>/project/manifests. Give a folder outside of them.")]
    [TestCase("project/artifacts/new", "is inside of <home>/project/artifacts, where other runs delete files. Give a folder beside it.")]
    [TestCase("precious", "holds what no run has made: thesis.md. Give a new or an empty folder, or one that a run had before.")]
    public void Check_FolderThatIsNoPlaceForARun_IsRefused(string folder, string why)
    {
        var artifacts = Path.TrimEndingDirectorySeparator(Path.Combine(_home, folder));

        Assert.That(
            () => ArtifactsFolder.Check(Paths(artifacts)),
            Throws.TypeOf<UsageException>().With.Message.EqualTo($"--artifacts={artifacts} {why.Replace("<home>", _home, StringComparison.Ordinal)}"));
    }

    [TestCase("project/out")]
    [TestCase("out/of/it")]
    public void Take_NewFolder_IsMarkedAndTakenAgainWithWhatARunLeftThere(string folder)
    {
        var paths = Paths(Path.Combine(_home, folder));
        for (var run = 1; run <= 2; run++)
        {
            using var taken = new ArtifactsFolder();
            ArtifactsFolder.Check(paths);
            taken.Take(paths);
            ArtifactsFolder.Check(paths);
            File.WriteAllText(paths.Kubeconfig, "of a run");
        }

        Assert.That(Directory.EnumerateFiles(paths.Artifacts).Select(Path.GetFileName), Is.EquivalentTo([".gitignore", "kubeconfig"]));
        Assert.That(File.ReadAllLines(Path.Combine(paths.Artifacts, ".gitignore")), Has.Member("*"), "the key of a cluster is in it");
        Assert.That(
            () => ArtifactsFolder.Check(Paths(Path.Combine(paths.Artifacts, "below"))),
            Throws.TypeOf<UsageException>().With.Message.Contains("is inside of"));
    }

    [Test]
    public void Take_FolderThatCannotBeMade_IsRefusedByName()
    {
        using var taken = new ArtifactsFolder();

        Assert.That(
            () => taken.Take(Paths("/proc/nothing")), Throws.TypeOf<UsageException>().With.Message.StartsWith("--artifacts=/proc/nothing cannot be written: "));
    }

    [Test]
    public void Take_UsualFolder_KeepsItAsItIs()
    {
        var paths = Paths(null);
        using (var taken = new ArtifactsFolder())
        {
            taken.Take(paths);
        }

        Assert.That(Directory.EnumerateFiles(paths.Artifacts).Select(Path.GetFileName), Is.EqualTo(new[] { "notes.txt" }));
    }

    [Test]
    public void Within_Project_AreThoseOfEveryRunBelowIt()
    {
        var paths = Paths(Path.Combine(_home, "project", "second"));
        using (var taken = new ArtifactsFolder())
        {
            taken.Take(paths);
        }

        Assert.That(ArtifactsFolder.Within(Paths(null)), Is.EquivalentTo(["artifacts", "second"]));
        Assert.That(ArtifactsFolder.Within(Paths(Path.Combine(_home, "elsewhere"))), Is.EquivalentTo(["artifacts", "second"]));
    }

    private BuildPaths Paths(string? artifacts)
    {
        var paths = new BuildPaths(Path.Combine(_home, "project")) { UserCache = Path.Combine(_home, "cache"), EmbeddedExecutable = "" };
        return artifacts is null ? paths : paths with { Artifacts = artifacts };
    }
}
