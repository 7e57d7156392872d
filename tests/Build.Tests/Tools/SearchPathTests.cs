using Gauntlet.Build.Tools;

namespace Gauntlet.Build.Tests.Tools;

internal sealed class SearchPathTests
{
    private ToolBench _bench = null!;

    [SetUp]
    public void SetUp() => _bench = new ToolBench();

    [TearDown]
    public void TearDown() => _bench.Dispose();

    [Test]
    public void Find_SeveralFolders_TakesTheFirstThatHasIt()
    {
        var expected = _bench.PutOnPath();
        var path = string.Join(Path.PathSeparator, "/does/not/exist", _bench.OnPath, Path.GetTempPath());

        Assert.That(SearchPath.Find("tool", path), Is.EqualTo(expected));
    }

    [Test]
    public void Find_RelativeAndEmptyEntries_AreNeverLookedInto()
    {
        _bench.PutOnPath();
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, _bench.OnPath);

        Assert.That(SearchPath.Find("tool", $"{Path.PathSeparator}.{Path.PathSeparator}{relative}"), Is.Null);
    }

    [TestCase(null)]
    [TestCase("")]
    public void Find_NoPath_FindsNothing(string? path) => Assert.That(SearchPath.Find("tool", path), Is.Null);
}
