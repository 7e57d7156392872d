using Gauntlet.Build.Cli;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Stages.LoadTest;

namespace Gauntlet.Build.Tests.Stages.LoadTest;

[TestFixture]
public sealed class ThresholdSourceTests
{
    private string _file = null!;

    [SetUp]
    public void CreateFile() => _file = Path.GetTempFileName();

    [TearDown]
    public void DeleteFile() => File.Delete(_file);

    [TestCase("")]
    [TestCase("# p(95) < 250ms\n\n  # errors.rate < 1%\n")]
    public void Read_FileWithoutAThreshold_IsRefused(string text)
    {
        File.WriteAllText(_file, text);

        Assert.That(() => Read(), Throws.TypeOf<UsageException>().With.Message.Contains("holds no threshold"));
    }

    [Test]
    public void Read_FileWithThresholds_TakesThePlaceOfTheDefaults()
    {
        File.WriteAllText(_file, "# the figures that count\np(99) < 100ms\n");

        Assert.That(Read(), Is.EqualTo(new[] { "p(99) < 100ms" }));
    }

    private IEnumerable<string> Read()
    {
        var line = CommandLine.Parse(["--target=LoadTest", "--thresholds-file=" + _file], _ => null, StageCatalog.Host.Targets);
        return ThresholdSource.Read(new OptionValues(line, inContinuousIntegration: false), new(["foo"], null)).Select(threshold => threshold.Expression);
    }
}
