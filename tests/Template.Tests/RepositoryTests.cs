using System.Runtime.Versioning;
using System.Text;

namespace Gauntlet.Template.Tests;

/// <summary>Taking Gauntlet in, and raising it: what is whose decides.</summary>
[TestFixture]
internal sealed class RepositoryTests
{
    private const string Launcher = "build.sh";
    private const string Code = "build/gauntlet/src/A.cs";
    private const string Nodes = "kind/cluster.yaml";
    private const string Sample = "manifests/echo/foo.yaml";
    private const string Controller = "manifests/ingress-nginx/deployment.yaml";

    private static readonly BundleFile[] First =
        [Product(Launcher, "1"), Product(Code, "1"), Product("build/gauntlet/old/B.cs", "1"), Seed(Nodes, "1"), Seed(Sample, "1"), Seed(Controller, "1")];

    private static readonly BundleFile[] Second =
        [Product(Launcher, "2"), Product(Code, "2"), Seed(Nodes, "2"), Seed(Sample, "2"), Seed(Controller, "2"), Seed("manifests/new.yaml", "2")];

    private DirectoryInfo _root = null!;

    [SetUp]
    public void SetUp() => _root = Directory.CreateTempSubdirectory("gauntlet-taken-");

    [TearDown]
    public void TearDown() => _root.Delete(recursive: true);

    [Test]
    public void Apply_EmptyRepository_GetsAllOfItWithARecord()
    {
        var (exitCode, said) = Apply(First, "1.0.0");

        Assert.That(exitCode, Is.Zero, said);
        Assert.That(said, Does.Contain($"Gauntlet 1.0.0 is in {_root.FullName}: 6 files written, 0 removed.").And.Contain("Next: ./build.sh"));
        Assert.That(First.Select(file => Read(file.Path)), Is.All.EqualTo("1"));
        Assert.That(Read("build/gauntlet/version.txt"), Is.EqualTo("1.0.0\n"));
        Assert.That(Read("build/gauntlet/files.sha256").Split('\n'), Has.Length.EqualTo(7).And.Some.EndsWith("  " + Code));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "has no such bit")]
    [UnsupportedOSPlatform("windows")]
    public void Apply_Launcher_IsExecutable()
    {
        Apply(First, "1.0.0");

        Assert.That(File.GetUnixFileMode(PathOf(Launcher)).HasFlag(UnixFileMode.UserExecute), Is.True);
    }

    [Test]
    public void Apply_RepositoryWithManifests_GetsNoSample()
    {
        Write("manifests/shop.yaml", "mine");

        var (_, said) = Apply(First, "1.0.0");

        Assert.That(Exists(Sample), Is.False);
        Assert.That(Exists(Controller), Is.True);
        Assert.That(Apply(Second, "2.0.0").ExitCode, Is.Zero, said);
        Assert.That(Exists(Sample), Is.False, "neither later");
    }

    [Test]
    public void Apply_Again_ChangesNothing()
    {
        Apply(First, "1.0.0");

        Assert.That(Apply(First, "1.0.0"), Is.EqualTo((0, $"Gauntlet 1.0.0 is in {_root.FullName}: 0 files written, 0 removed.\n")));
    }

    [Test]
    public void Apply_NewerVersion_RaisesWhatIsAsItWasAndLeavesWhatIsTheUsers()
    {
        Apply(First, "1.0.0");
        Write(Nodes, "mine");
        File.Delete(PathOf(Sample));
        Write("build/Stages/Mine/MineTask.cs", "mine");

        var (exitCode, said) = Apply(Second, "2.0.0");

        Assert.That(exitCode, Is.Zero, said);
        Assert.That(said, Does.Contain("4 files written, 1 removed.").And.Contain($"Left as you have them: {Nodes}, {Sample}."));
        Assert.That(new[] { Launcher, Code, Controller, "manifests/new.yaml" }.Select(Read), Is.All.EqualTo("2"));
        Assert.That(Read(Nodes), Is.EqualTo("mine"));
        Assert.That(Read("build/Stages/Mine/MineTask.cs"), Is.EqualTo("mine"));
        Assert.That(Exists(Sample), Is.False, "what was removed does not come back");
        Assert.That(Directory.Exists(PathOf("build/gauntlet/old")), Is.False);
        Assert.That(Apply(Second, "2.0.0").Said, Does.Contain("0 files written, 0 removed.").And.Contain(Nodes));
    }

    [TestCase(Code)]
    [TestCase(Launcher)]
    public void Apply_ProductThatWasChanged_IsRefusedBeforeAnythingIsWritten(string file)
    {
        Apply(First, "1.0.0");
        Write(file, "mine");

        var (exitCode, said) = Apply(Second, "2.0.0");

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(said, Does.StartWith($"error: {file} is not as Gauntlet brought it, and nothing was changed.").And.Contain("build/Stages"));
        Assert.That(new[] { Controller, "build/gauntlet/old/B.cs" }.Select(Read), Is.All.EqualTo("1"));
    }

    [Test]
    public void Apply_LauncherOfTheUsersOwn_IsRefused()
    {
        Write(Launcher, "mine");

        Assert.That(Apply(First, "1.0.0").ExitCode, Is.EqualTo(1));
        Assert.That(Read(Launcher), Is.EqualTo("mine"));
        Assert.That(Exists(Code), Is.False);
    }

    [Test]
    public void Apply_GauntletsOwnRepository_IsRefused()
    {
        Write("build/Build.csproj", "<Project />");

        Assert.That(Apply(First, "1.0.0"), Is.EqualTo((2,
            $"error: {_root.FullName} has a build/Build.csproj of its own; Gauntlet's code goes into build/gauntlet. Move that project first.\n")));
    }

    [Test]
    public void Apply_FolderThatIsNotThere_IsRefused() =>
        Assert.That(new Repository(PathOf("none"), First, "1.0.0").Apply(TextWriter.Null, TextWriter.Null), Is.EqualTo(2));

    private static BundleFile Product(string path, string text) => new(path, Owner.Product, Encoding.UTF8.GetBytes(text));

    private static BundleFile Seed(string path, string text) => new(path, Owner.User, Encoding.UTF8.GetBytes(text));

    private (int ExitCode, string Said) Apply(BundleFile[] bundle, string version)
    {
        using var said = new StringWriter { NewLine = "\n" };
        return (new Repository(_root.FullName, bundle, version).Apply(said, said), said.ToString());
    }

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(path))!);
        File.WriteAllText(PathOf(path), text);
    }

    private string Read(string path) => File.ReadAllText(PathOf(path));

    private bool Exists(string path) => File.Exists(PathOf(path));

    private string PathOf(string path) => Path.Combine(_root.FullName, path);
}
