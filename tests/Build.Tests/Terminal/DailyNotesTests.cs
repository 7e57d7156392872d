using Cake.Core.Diagnostics;
using Gauntlet.Build.Terminal;
using Gauntlet.Build.Tests.Pipeline;

namespace Gauntlet.Build.Tests.Terminal;

[TestFixture]
public sealed class DailyNotesTests
{
    private string _cache = "";

    [SetUp]
    public void MakeCache() => _cache = Directory.CreateTempSubdirectory("gauntlet-notes-").FullName;

    [TearDown]
    public void DeleteCache() => Directory.Delete(_cache, recursive: true);

    [TestCase(Verbosity.Normal, 2)]
    [TestCase(Verbosity.Verbose, 3)]
    public void Warn_SameNote_IsToldOnceADayAndToWhomAsksForMore(Verbosity verbosity, int times)
    {
        using var bench = new StageBench("--target=Validate");
        bench.CakeLog.Verbosity = verbosity;
        var notes = Notes(bench);

        notes.Warn("kubectl is old");
        notes.Warn("kubectl is old");
        bench.Time.Advance(TimeSpan.FromDays(1));
        notes.Warn("kubectl is old");

        Assert.That(bench.Lines, Is.EqualTo(Enumerable.Repeat("warning: kubectl is old", times)));
    }

    [Test]
    public void Tell_ManyNotesOverDays_KeepsThoseOfTheDay()
    {
        using var bench = new StageBench("--target=Validate");
        var notes = Notes(bench);
        for (var day = 0; day < 3; day++)
        {
            notes.Tell($"one of day {day}");
            notes.Tell("another");
            bench.Time.Advance(TimeSpan.FromDays(1));
        }

        Assert.That(bench.Lines, Has.Count.EqualTo(6));
        Assert.That(File.ReadAllLines(Path.Combine(_cache, "notes")), Has.Length.EqualTo(3), "the day, and its two notes");
    }

    [Test]
    public void Tell_CacheThatCannotBeWritten_IsToldEachTime()
    {
        using var bench = new StageBench("--target=Validate");
        Directory.CreateDirectory(Path.Combine(_cache, "notes"));
        var notes = Notes(bench);

        notes.Tell("Stand-ins in use: Cake.Docker");
        notes.Tell("Stand-ins in use: Cake.Docker");

        Assert.That(bench.Lines, Is.EqualTo(Enumerable.Repeat("Stand-ins in use: Cake.Docker", 2)));
    }

    private DailyNotes Notes(StageBench bench) =>
        new(bench.CakeLog, new BuildPaths(_cache) { UserCache = _cache, EmbeddedExecutable = "" }, bench.Time);
}
