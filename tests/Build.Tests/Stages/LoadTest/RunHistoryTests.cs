using Gauntlet.Build.Stages.LoadTest;

namespace Gauntlet.Build.Tests.Stages.LoadTest;

public sealed class RunHistoryTests
{
    private string _folder = null!;

    private string HistoryFile => Path.Combine(_folder, "kept", "history.ndjson");

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("gauntlet-history-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Add_RunAfterRun_AnswersTheOneBefore()
    {
        Assert.That(RunHistory.Add(HistoryFile, Night(1)), Is.Null);
        Assert.That(RunHistory.Add(HistoryFile, Night(2)), Is.EqualTo(Night(1)));
        Assert.That(RunHistory.Add(HistoryFile, Night(3)), Is.EqualTo(Night(2)));
    }

    /// <summary>A failed run of the closed model is no measure for one of the open model.</summary>
    [TestCase("open model, 1000/s", true, true)]
    [TestCase("open model, 1000/s", false, false)]
    [TestCase("closed model, 15000 requests", true, false)]
    [TestCase("open model, 500/s", true, false)]
    [TestCase(null, true, false, Description = "a line of a version that did not say")]
    public void Add_EarlierRun_IsComparedWithWhereItIsAlikeAndPassed(string? plan, bool passed, bool compared)
    {
        var earlier = Night(1) with { Plan = plan, Passed = passed };
        RunHistory.Add(HistoryFile, earlier);

        Assert.That(RunHistory.Add(HistoryFile, Night(2)), Is.EqualTo(compared ? earlier : null));
    }

    [Test]
    public void Add_RunsOfOtherPlansInBetween_AnswersTheLatestThatIsAlike()
    {
        RunHistory.Add(HistoryFile, Night(1));
        RunHistory.Add(HistoryFile, Night(2) with { Plan = "closed" });
        RunHistory.Add(HistoryFile, Night(3) with { Passed = false });

        Assert.That(RunHistory.Add(HistoryFile, Night(4)), Is.EqualTo(Night(1)));
    }

    /// <summary>A pull request is held against the branch that it goes to, also where its own earlier runs stand in the file.</summary>
    [TestCase(null, 3)]
    [TestCase("main", 1)]
    [TestCase("release", null)]
    public void Add_RunOfAPullRequest_IsComparedWithItsBaseBranch(string? branch, int? expected)
    {
        RunHistory.Add(HistoryFile, Night(1) with { Ref = "main" });
        RunHistory.Add(HistoryFile, Night(2));
        RunHistory.Add(HistoryFile, Night(3) with { Ref = "feature" });

        Assert.That(RunHistory.Add(HistoryFile, Night(4) with { Ref = "feature" }, branch)?.RunId, Is.EqualTo(expected is { } number ? $"run-{number}" : null));
    }

    [Test]
    public void Add_SameRunAgain_StandsOnceAndKeepsTheOneBefore()
    {
        RunHistory.Add(HistoryFile, Night(1));
        RunHistory.Add(HistoryFile, Night(2));

        Assert.That(RunHistory.Add(HistoryFile, Night(2) with { P95 = 99 }), Is.EqualTo(Night(1)));
        Assert.That(File.ReadAllLines(HistoryFile), Has.Length.EqualTo(2));
    }

    [Test]
    public void Add_DamagedLines_AreDropped()
    {
        RunHistory.Add(HistoryFile, Night(1));
        File.AppendAllText(HistoryFile, "{\"runId\":\nnull\n{}\n");

        Assert.That(RunHistory.Add(HistoryFile, Night(2)), Is.EqualTo(Night(1)));
        Assert.That(File.ReadAllLines(HistoryFile), Has.Length.EqualTo(2));
    }

    [Test]
    public void Add_LineOfAnotherVersion_IsNotComparedWith()
    {
        RunHistory.Add(HistoryFile, Night(1));
        File.AppendAllText(
            HistoryFile,
            File.ReadAllText(HistoryFile).Replace("run-1", "run-9", StringComparison.Ordinal)
                .Replace("\"schemaVersion\":1", "\"schemaVersion\":2", StringComparison.Ordinal));

        Assert.That(RunHistory.Add(HistoryFile, Night(2)), Is.EqualTo(Night(1)));
    }

    [Test]
    public void Add_LineWithoutAVersion_IsOfTheFirst()
    {
        RunHistory.Add(HistoryFile, Night(1));
        File.WriteAllText(HistoryFile, File.ReadAllText(HistoryFile).Replace(",\"schemaVersion\":1", "", StringComparison.Ordinal));

        Assert.That(File.ReadAllText(HistoryFile), Does.Not.Contain("schemaVersion"));
        Assert.That(RunHistory.Add(HistoryFile, Night(2)), Is.EqualTo(Night(1)));
    }

    /// <summary>A process that is killed while it writes must not take the history with it.</summary>
    [Test]
    public void Add_FileThatIsBeingRead_IsReplacedAndNotRewritten()
    {
        RunHistory.Add(HistoryFile, Night(1));
        var before = File.ReadAllText(HistoryFile);
        using var reader = new StreamReader(new FileStream(HistoryFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));

        RunHistory.Add(HistoryFile, Night(2));

        Assert.That(reader.ReadToEnd(), Is.EqualTo(before));
        Assert.That(Directory.EnumerateFiles(Path.GetDirectoryName(HistoryFile)!).Count(), Is.EqualTo(1), "a draft was left");
    }

    [Test]
    public void Add_MoreRunsThanAreKept_DropsTheOldest()
    {
        for (var night = 0; night <= RunHistory.MostRuns; night++)
        {
            RunHistory.Add(HistoryFile, Night(night));
        }

        Assert.That(File.ReadAllLines(HistoryFile), Has.Length.EqualTo(RunHistory.MostRuns));
        Assert.That(File.ReadLines(HistoryFile).First(), Does.Contain("\"run-1\""));
    }

    private static HistoryEntry Night(int number) =>
        new($"run-{number}", DateTimeOffset.UnixEpoch.AddDays(number), null, 1.5, 12.25, null, 999, 1) { Plan = "open model, 1000/s", Passed = true };
}
