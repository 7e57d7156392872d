using System.Text.Json.Nodes;
using Gauntlet.Build.Cli;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Stages.Deploy;
using Gauntlet.Build.Stages.Test;

namespace Gauntlet.Build.Tests.Pipeline;

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
        var state = States.New().With(new StageSlot<TestResult>
        {
            Outcome = StageOutcome.Fail,
            Started = States.Noon,
            Duration = TimeSpan.FromSeconds(2),
            Summary = "1 of 2",
            Problem = new StageProblem("1 of 2"),
            Result = new TestResult(1, 1, 0, ["A.B"]),
        });

        StateStore.Save(_file, state);
        var loaded = StateStore.Load(_file)!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(loaded.Run.Id, Is.EqualTo(state.Run.Id));
            Assert.That(loaded.Of<TestResult>()!.Outcome, Is.EqualTo(StageOutcome.Fail));
            Assert.That(loaded.Of<TestResult>()!.Duration, Is.EqualTo(TimeSpan.FromSeconds(2)));
            Assert.That(loaded.Of<TestResult>()!.Result!.FailedTests, Is.EqualTo(new[] { "A.B" }));
            Assert.That(loaded.Of<DeployResult>(), Is.Null);
            Assert.That(Directory.GetFiles(_folder), Has.Length.EqualTo(1), "a temporary file was left");
        }
    }

    [TestCase("", "is damaged")]
    [TestCase("{", "is damaged")]
    [TestCase("[]", "has no schemaVersion")]
    [TestCase("null", "holds nothing")]
    [TestCase("""{"run":{}}""", "has no schemaVersion")]
    [TestCase("""{"schemaVersion":"one"}""", "has no schemaVersion")]
    [TestCase("""{"schemaVersion":-1}""", "has no schemaVersion")]
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

    [TestCase("1")]
    [TestCase("1.2")]
    [TestCase("\"1.2\"")]
    public void Load_NewerMinorVersion_IsReadAndKeepsTheStageThatItDoesNotKnow(string version)
    {
        File.WriteAllText(_file, $$"""
            {
              "schemaVersion": {{version}},
              "newer": [1],
              "run": { "id": "1", "started": "2026-11-22T12:00:00Z", "command": "c", "machine": "m", "standIns": [], "newer": {} },
              "test": { "outcome": "pass", "started": "2026-11-22T12:00:00Z", "newer": true, "result": { "passed": 3, "failed": 0, "skipped": 0, "failedTests": [], "newer": 1 } },
              "later": { "outcome": "fail", "started": "2026-11-22T12:00:00Z", "summary": "it broke", "problem": { "reason": "pod foo-1 did not come back" }, "result": { "window": 2.5 } }
            }
            """);

        var state = StateStore.Load(_file)!;
        StateStore.Save(_file, state);
        var again = StateStore.Load(_file)!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(state.Of<TestResult>()!.Result!.Passed, Is.EqualTo(3));
            Assert.That(state.Slots.Last().Stage, Is.EqualTo("Later"));
            Assert.That(RunVerdict.Of(state, []).Outcome, Is.EqualTo(StageOutcome.Fail));
            Assert.That(RunVerdict.Of(state, []).Reasons[0], Is.EqualTo("Later: pod foo-1 did not come back"));
            Assert.That(again.Of("Later"), Is.InstanceOf<StageSlot<JsonObject>>().With.Property("Summary").EqualTo("it broke"));
            Assert.That(((StageSlot<JsonObject>)again.Of("Later")!).Result!["window"]!.GetValue<double>(), Is.EqualTo(2.5));
        }
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
