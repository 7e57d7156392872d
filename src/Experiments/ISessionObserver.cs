namespace Gauntlet.Experiments;

/// <summary>Watches what happens beside a load. One observer serves one session.</summary>
public interface ISessionObserver
{
    /// <summary>Begins to watch: after it the first request is sent.</summary>
    /// <param name="timeline">Takes what is seen, on the clock that the load is measured by.</param>
    /// <param name="cancellation">Ends the session.</param>
    /// <exception cref="Exception">What is to be watched cannot be read: no load is sent.</exception>
    Task BeginAsync(Timeline timeline, CancellationToken cancellation);

    /// <summary>
    /// Ends watching, after the last answer, and says what a judge has to know; called once for each that has begun, also for a session that failed or was
    /// cancelled.
    /// </summary>
    Task<IReadOnlyList<Observation>> EndAsync(CancellationToken cancellation);
}
