using Microsoft.Extensions.Time.Testing;

namespace Gauntlet.Experiments.Tests;

[CancelAfter(30_000)]
public sealed class LoadSessionTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 29, 12, 0, 0, TimeSpan.Zero));
    private readonly List<string> _journal = [];

    [SetUp]
    public void ForgetTheJournal() => _journal.Clear();

    [Test]
    public async Task RunAsync_Observers_FrameTheLoad()
    {
        var seen = await Session(new Journaling(_journal, "a"), new Journaling(_journal, "b")).RunAsync(Load, CancellationToken.None);

        Assert.That(_journal, Is.EqualTo((string[])["+a", "+b", "load", "-b", "-a"]));
        Assert.That(seen.Observations.Select(observation => observation.Reason), Is.EqualTo((string[])["b", "a"]));
    }

    [Test]
    public async Task RunAsync_Timeline_IsInTheOrderOfTheOneClock()
    {
        var observer = new Journaling(_journal, "a")
        {
            AtItsEnd = timeline =>
            {
                timeline.Add(_time.GetUtcNow() - TimeSpan.FromSeconds(2), "a pod ended");
                timeline.Add("seen");
            },
        };

        var seen = await Session(observer).RunAsync(Load, CancellationToken.None);

        Assert.That(seen.Timeline.Select(moment => moment.What), Is.EqualTo((string[])["the load began", "a pod ended", "the load ended", "seen"]));
        Assert.That(seen.Timeline[1].Second - seen.Timeline[0].Second, Is.EqualTo(3));
    }

    [Test]
    public void RunAsync_ObserverThatCannotBegin_SendsNoLoadAndEndsTheOthers()
    {
        var session = Session(new Journaling(_journal, "a"), new Failing("b") { AtBegin = true }, new Journaling(_journal, "c"));

        Assert.That(() => session.RunAsync(Load, CancellationToken.None), Throws.InvalidOperationException.With.Message.EqualTo("b"));
        Assert.That(_journal, Is.EqualTo((string[])["+a", "-a"]));
    }

    [Test]
    public void RunAsync_LoadThatFails_EndsTheObserversAndIsTheError()
    {
        var session = Session(new Journaling(_journal, "a"), new Failing("b"));

        Assert.That(() => session.RunAsync(_ => throw new TimeoutException("load"), CancellationToken.None), Throws.TypeOf<TimeoutException>());
        Assert.That(_journal, Is.EqualTo((string[])["+a", "-a"]));
    }

    [Test]
    public void RunAsync_ObserverThatCannotEnd_IsTheErrorAfterAllHaveEnded()
    {
        var session = Session(new Journaling(_journal, "a"), new Failing("b"));

        Assert.That(() => session.RunAsync(Load, CancellationToken.None), Throws.InvalidOperationException.With.Message.EqualTo("b"));
        Assert.That(_journal, Is.EqualTo((string[])["+a", "load", "-a"]));
    }

    [Test]
    public async Task RunAsync_ObserverThatCannotEndBecauseTheClusterIsLost_KeepsTheFigures()
    {
        var seen = await Session(new Journaling(_journal, "lost", Bearing.Excuse), new Failing("b")).RunAsync(Load, CancellationToken.None);

        Assert.That(seen.Run.Totals.Completed, Is.EqualTo(1_000));
        Assert.That(seen.Observations.Select(observation => observation.Reason), Is.EqualTo((string[])["lost"]));
    }

    [Test]
    public async Task RunAsync_Cancelled_KeepsWhatWasMeasuredAndEndsTheObservers()
    {
        using var cancellation = new CancellationTokenSource();

        var seen = await Session(new Journaling(_journal, "a"), new Failing("b")).RunAsync(
            async _ =>
            {
                await cancellation.CancelAsync();
                return Runs.Good(interrupted: true);
            },
            cancellation.Token);

        Assert.That(seen.Run.Interrupted);
        Assert.That(seen.Timeline.Select(moment => moment.What), Has.Some.EqualTo("the load was ended before its plan was done"));
        Assert.That(_journal, Is.EqualTo((string[])["+a", "-a"]));
    }

    private LoadSession Session(params ISessionObserver[] observers) => new(_time, observers);

    private Task<Metrics.Model.LoadRun> Load(CancellationToken cancellation)
    {
        _journal.Add("load");
        _time.Advance(TimeSpan.FromSeconds(5));
        return Task.FromResult(Runs.Good());
    }

    private sealed class Journaling(List<string> journal, string name, Bearing bearing = Bearing.Fault) : ISessionObserver
    {
        private Timeline? _timeline;

        public Action<Timeline>? AtItsEnd { get; init; }

        public Task BeginAsync(Timeline timeline, CancellationToken cancellation)
        {
            _timeline = timeline;
            journal.Add("+" + name);
            return Task.CompletedTask;
        }

        public Task<IReadOnlyList<Observation>> EndAsync(CancellationToken cancellation)
        {
            AtItsEnd?.Invoke(_timeline!);
            journal.Add("-" + name);
            return Task.FromResult<IReadOnlyList<Observation>>([new Observation(bearing, name)]);
        }
    }

    private sealed class Failing(string name) : ISessionObserver
    {
        public bool AtBegin { get; init; }

        public Task BeginAsync(Timeline timeline, CancellationToken cancellation) => AtBegin ? throw new InvalidOperationException(name) : Task.CompletedTask;

        public Task<IReadOnlyList<Observation>> EndAsync(CancellationToken cancellation) => throw new InvalidOperationException(name);
    }
}
