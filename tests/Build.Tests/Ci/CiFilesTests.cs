using Gauntlet.Build.Ci;

namespace Gauntlet.Build.Tests.Ci;

[TestFixture]
public sealed class CiFilesTests
{
    private string _folder = "";

    [SetUp]
    public void SetUp() => _folder = Directory.CreateTempSubdirectory("gauntlet-ci-").FullName;

    [TearDown]
    public void TearDown() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Export_InAStep_IsReadByTheNext()
    {
        var file = Path.Combine(_folder, "env");

        new CiFiles(CiEnvironmentTests.Read("GITHUB_ENV=" + file)).Export("KUBECONFIG", "/a/kubeconfig");

        Assert.That(File.ReadAllText(file), Does.Match("\\AKUBECONFIG<<(gauntlet-[0-9a-f]+)\n/a/kubeconfig\n\\1\n\\z"));
    }

    [Test]
    public void Summarize_InAStep_IsAppended()
    {
        var file = Path.Combine(_folder, "summary.md");
        var files = new CiFiles(CiEnvironmentTests.Read("GITHUB_STEP_SUMMARY=" + file));

        files.Summarize("# one");
        files.Summarize("# two");

        Assert.That(File.ReadAllText(file), Is.EqualTo("# one\n# two\n"));
    }

    [Test]
    public void Everything_OutsideAStep_WritesNothing()
    {
        var files = new CiFiles(CiEnvironmentTests.Read("CI=true"));

        files.Export("KUBECONFIG", "/a/kubeconfig");
        files.Summarize("# one");

        Assert.That(Directory.EnumerateFileSystemEntries(_folder), Is.Empty);
    }
}
