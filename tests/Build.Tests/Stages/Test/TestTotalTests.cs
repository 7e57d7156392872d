using Gauntlet.Build.Stages.Test;
using Gauntlet.Build.Tests.Pipeline;

namespace Gauntlet.Build.Tests.Stages.Test;

[TestFixture]
public sealed class TestTotalTests
{
    [Test]
    public void Words_AfterARun_AreHowManyItHad()
    {
        using var bench = new StageBench("--target=Test");
        Directory.CreateDirectory(bench.Context.Paths.Artifacts);
        Assert.That(TestTotal.Words(bench.Context.Paths), Is.Empty);

        TestTotal.Keep(bench.Context.Paths, 1_261);

        Assert.That(TestTotal.Words(bench.Context.Paths), Is.EqualTo(" of about 1,261"));
    }

    [Test]
    public void Keep_FolderThatIsNotThere_ChangesNothing()
    {
        using var bench = new StageBench("--target=Test");

        Assert.That(() => TestTotal.Keep(bench.Context.Paths, 1), Throws.Nothing);
        Assert.That(TestTotal.Words(bench.Context.Paths), Is.Empty);
    }
}
