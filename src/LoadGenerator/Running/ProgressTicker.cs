namespace Gauntlet.LoadGenerator.Running;

/// <summary>Reports twice a second from the loops' counters, beside them.</summary>
internal sealed class ProgressTicker : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    private readonly RunState _run;
    private readonly IProgress<LoadProgress> _progress;
    private readonly Timer _timer;
    private long _before;
    private long _beforeEnded;

    public ProgressTicker(RunState run, IProgress<LoadProgress> progress)
    {
        (_run, _progress, _before) = (run, progress, run.Now());
        _timer = new Timer(_ => Report(), null, Period, Period);
    }

    public void Dispose()
    {
        using var done = new ManualResetEvent(initialState: false);
        if (_timer.Dispose(done))
        {
            done.WaitOne();
        }
    }

    private void Report()
    {
        var now = _run.Now();
        var ledgers = _run.Loops.Select(loop => loop.Ledger).ToArray();
        var completed = ledgers.Sum(ledger => ledger.Completed);
        var failed = ledgers.Sum(ledger => ledger.Failed);
        var ended = completed + failed + ledgers.Sum(ledger => ledger.WarmUpRequests);
        var p99 = LatencySketch.Quantile([.. ledgers.Select(ledger => ledger.Live)], 0.99);
        var rate = (ended - _beforeEnded) * (double)Clock.Second / Math.Max(1, now - _before);
        (_before, _beforeEnded) = (now, ended);
        var from = _run.Window.HasBegun ? _run.Window.From : _run.Window.Start;
        _progress.Report(new LoadProgress(
            Clock.ToTimeSpan(now - from), !_run.Window.HasBegun, rate, p99 is { } value ? Clock.ToTimeSpan(value) : null, completed, failed));
    }
}
