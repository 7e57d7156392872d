using Gauntlet.Build.Stages.Test;

namespace Gauntlet.Build.Tests.Stages.Test;

[TestFixture]
public sealed class TestRecordTests
{
    private const string Results = """
        <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">
          <Results>
            <UnitTestResult testId="1" testName="A" outcome="Passed" duration="00:01:02.5000000" />
            <UnitTestResult testId="2" testName="B" outcome="Failed" />
          </Results>
          <TestDefinitions>
            <UnitTest id="1"><TestMethod codeBase="/x/Gauntlet.Some.Tests.dll" /></UnitTest>
            <UnitTest id="2"><TestMethod codeBase="/x/Gauntlet.Other.Tests.dll" /></UnitTest>
          </TestDefinitions>
        </TestRun>
        """;

    private DirectoryInfo _folder = null!;

    [SetUp]
    public void SetUp() => _folder = Directory.CreateTempSubdirectory("gauntlet-results-");

    [TearDown]
    public void TearDown() => _folder.Delete(recursive: true);

    [Test]
    public void Read_ResultsOfTwoProjects_NamesSuiteOutcomeAndDuration()
    {
        File.WriteAllText(PathOf("results.trx"), Results);

        Assert.That(TestRecord.Read(_folder.FullName), Is.EqualTo(new[]
        {
            new TestRecord("Some.Tests", "A", "Passed", TimeSpan.FromSeconds(62.5)),
            new TestRecord("Other.Tests", "B", "Failed", TimeSpan.Zero),
        }));
    }

    [Test]
    public void Read_NoFolder_IsEmpty() => Assert.That(TestRecord.Read(PathOf("none")), Is.Empty);

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
