using System.Runtime.ExceptionServices;
using Gauntlet.Metrics.Model;

namespace Gauntlet.Experiments;

/// <summary>Runs a load under observation: every observer watches from before the first request to after the last answer.</summary>
/// <param name="time">The clock of the timeline.</param>
/// <param name="observers">Begun in this order, ended in the opposite one; who has begun is ended, whatever happens.</param>
public sealed class LoadSession(TimeProvider time, params IReadOnlyList<ISessionObserver> observers)
{
    private readonly Timeline _timeline = new(time);
    private readonly Stack<ISessionObserver> _begun = new();
    private readonly List<Observation> _observations = [];
    private readonly List<ExceptionDispatchInfo> _errors = [];
    private MeasuredPart _measured = new(default, default);
    private DateTimeOffset _began;

    /// <summary>Runs one load; a session serves one. Cancelled, it hands over what was measured so far, and what the observers say by then.</summary>
    /// <param name="load">Sends the load; a cancelled one returns what it measured, marked as interrupted.</param>
    /// <param name="cancellation">Ends the load early.</param>
    /// <exception cref="Exception">
    /// Whatever <paramref name="load"/> throws, or an observer: at its end only where no other one knows an excuse, of which the error is a consequence.
    /// </exception>
    public async Task<SessionResult> RunAsync(Func<CancellationToken, Task<LoadRun>> load, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(load);
        LoadRun run;
        try
        {
            foreach (var observer in observers)
            {
                await observer.BeginAsync(_timeline, cancellation).ConfigureAwait(false);
                _begun.Push(observer);
            }

            _began = time.GetUtcNow();
            _timeline.Add(_began, "the load began");
            run = await load(cancellation).ConfigureAwait(false);
            var begun = time.GetUtcNow() - (run.BegunAgo ?? run.Measured);
            _measured = new MeasuredPart(begun, begun + run.Measured);
            _timeline.Add(run.Interrupted ? "the load was ended before its plan was done" : "the load ended");
        }
        catch
        {
            await EndAsync(cancellation).ConfigureAwait(false);
            throw;
        }

        await EndAsync(cancellation).ConfigureAwait(false);
        if (!cancellation.IsCancellationRequested && _observations.TrueForAll(observation => observation.Bearing != Bearing.Excuse))
        {
            _errors.FirstOrDefault()?.Throw();
        }

        return new SessionResult(run, Moments(), _observations) { Measured = _measured, LoadBegan = _began };
    }

    private IReadOnlyList<Moment> Moments() =>
        [.. _timeline.Marks.Select(mark => new Moment(Math.Round((mark.At - _measured.From).TotalSeconds, 1), mark.What))];

    private async Task EndAsync(CancellationToken cancellation)
    {
        while (_begun.TryPop(out var observer))
        {
            try
            {
                _observations.AddRange(await observer.EndAsync(cancellation).ConfigureAwait(false));
            }
#pragma warning disable CA1031 // Do not catch general exception types: the others have to be ended, too.
            catch (Exception e)
            {
                _errors.Add(ExceptionDispatchInfo.Capture(e));
            }
#pragma warning restore CA1031
        }
    }
}

/// <summary>What a session measured and saw.</summary>
/// <param name="Run">The figures.</param>
/// <param name="Timeline">What happened, the earliest first.</param>
/// <param name="Observations">What the observers concluded.</param>
public sealed record SessionResult(LoadRun Run, IReadOnlyList<Moment> Timeline, IReadOnlyList<Observation> Observations)
{
    /// <summary>When the figures are of, on the session's clock.</summary>
    public required MeasuredPart Measured { get; init; }

    /// <summary>When the load began, with its warm-up.</summary>
    public DateTimeOffset LoadBegan { get; init; }
}

/// <summary>The measured part of a load, on the clock of its session.</summary>
/// <param name="From">Its first request was due.</param>
/// <param name="To">Its last one was.</param>
public readonly record struct MeasuredPart(DateTimeOffset From, DateTimeOffset To);
