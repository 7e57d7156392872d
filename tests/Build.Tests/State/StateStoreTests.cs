using Gauntlet.Build.Options;
using Gauntlet.Build.State;

namespace Gauntlet.Build.Tests.State;

[TestFixture]
public sealed class StateStoreTests
{
    private string _folder = null!;
    private string _file = null!;

    [SetUp]
    public void CreateFolder()
    {
        _folder = Directory.CreateTempSubdirectory("gauntlet-state").FullName;
        _file = Path.Combine(_folder, "state.json");
    }

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Load_NoFile_IsNull() => Assert.That(StateStore.Load(_file), Is.Null);

    [Test]
    public void Load_AfterSave_IsTheSameState()
    {
        var state = States.New() with
        {
            Test = new StageSlot<TestResult> { Outcome = StageOutcome.Fail, Started = States.Noon, Duration = TimeSpan.FromSeconds(2), Summary = "1 of 2", Problem = new StageProblem("1 of 2"), Result = new TestResult(1, 1, 0, ["A.B"]) },
        };

        StateStore.Save(_file, state);
        var loaded = StateStore.Load(_file)!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(loaded.Run.Id, Is.EqualTo(state.Run.Id));
            Assert.That(loaded.Test!.Outcome, Is.EqualTo(StageOutcome.Fail));
            Assert.That(loaded.Test.Duration, Is.EqualTo(TimeSpan.FromSeconds(2)));
            Assert.That(loaded.Test.Result!.FailedTests, Is.EqualTo(new[] { "A.B" }));
            Assert.That(loaded.Deploy, Is.Null);
            Assert.That(Directory.GetFiles(_folder), Has.Length.EqualTo(1), "a temporary file was left");
        }
    }

    [TestCase("", "is damaged")]
    [TestCase("{", "is damaged")]
    [TestCase("[]", "has no schemaVersion")]
    [TestCase("null", "has no schemaVersion")]
    [TestCase("""{"run":{}}""", "has no schemaVersion")]
    [TestCase("""{"schemaVersion":"1"}""", "has no schemaVersion")]
    [TestCase("""{"schemaVersion":2}""", "has schemaVersion 2")]
    [TestCase("""{"schemaVersion":1}""", "is damaged")]
    [TestCase("""{"schemaVersion":1,"run":{"id":5}}""", "is damaged")]
    [TestCase("""{"schemaVersion":1,"surprise":true}""", "is damaged")]
    public void Load_DamagedFile_IsRefusedWithTheRemedy(string text, string expected)
    {
        File.WriteAllText(_file, text);

        var exception = Assert.Throws<UsageException>(() => StateStore.Load(_file));

        Assert.That(exception.Message, Does.Contain(expected).And.Contain("--target=Validate"));
        Assert.That(File.ReadAllText(_file), Is.EqualTo(text), "a refused file is left as it is");
    }

    [Test]
    public void Load_OutcomeThatIsANumber_IsRefused()
    {
        StateStore.Save(_file, States.Passed());
        File.WriteAllText(_file, File.ReadAllText(_file).Replace("\"outcome\": \"pass\"", "\"outcome\": 42", StringComparison.Ordinal));

        Assert.That(() => StateStore.Load(_file), Throws.TypeOf<UsageException>());
    }

    [Test]
    public void Load_EveryTruncation_IsRefusedAndNeverCrashes()
    {
        StateStore.Save(_file, States.New());
        var text = File.ReadAllText(_file).TrimEnd();

        for (var length = 0; length < text.Length; length++)
        {
            File.WriteAllText(_file, text[..length]);
            Assert.That(() => StateStore.Load(_file), Throws.TypeOf<UsageException>(), $"at length {length}");
        }
    }
}
