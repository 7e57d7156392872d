using Gauntlet.Build.Clusters;
using Gauntlet.Build.Pipeline;
using Gauntlet.Workloads.Routing;

namespace Gauntlet.Build.Tests.Clusters;

[TestFixture]
public sealed class HeaderValuesTests
{
    private DirectoryInfo _folder = null!;

    private HeaderValues Values => new(new Dictionary<string, string?> { ["TOKEN"] = "from a variable", ["TWO"] = "a\nb" }.GetValueOrDefault, _folder.FullName);

    [SetUp]
    public void CreateFolder()
    {
        _folder = Directory.CreateTempSubdirectory("gauntlet-headers-");
        File.WriteAllText(Path.Combine(_folder.FullName, "token"), "from a file\n");
    }

    [TearDown]
    public void DeleteFolder() => _folder.Delete(recursive: true);

    [TestCase("plain", "plain")]
    [TestCase("", "")]
    [TestCase("env:TOKEN", "from a variable")]
    [TestCase("file:token", "from a file")]
    public void Value_OfWhatAManifestHas_IsReadWhereItSays(string written, string value)
    {
        Assert.That(Values.Value(written), Is.EqualTo(value));
        Assert.That(Values.Problems([Route(written)]), Is.Empty);
    }

    [TestCase("env:NOBODY", "the environment variable NOBODY holds no line")]
    [TestCase("env:TWO", "the environment variable TWO holds no line")]
    [TestCase("file:no/such/file", "the file no/such/file cannot be read")]
    public void Problems_ReferenceToNothing_AreUsageAndSaidBeforeTheRun(string written, string problem)
    {
        Assert.That(Values.Problems([Route(written)]).Single(), Does.StartWith("The header Authorization of the route 'foo' cannot be sent: ").And.Contain(problem));
        Assert.That(() => Values.Value(written), Throws.TypeOf<StageException>().With.Property(nameof(StageException.Outcome)).EqualTo(StageOutcome.Usage));
    }

    private static Route Route(string written) =>
        new("foo", "foo.localhost", "/", "default/foo", 200, null) { Headers = new Dictionary<string, string> { ["Authorization"] = written } };
}
