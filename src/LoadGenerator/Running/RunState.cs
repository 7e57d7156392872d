using Gauntlet.LoadGenerator.Planning;
using Gauntlet.Metrics.Model;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.LoadGenerator.Running;

/// <summary>The loops of one run, and the sum of their ledgers when it has ended.</summary>
internal sealed class RunState
{
    // Percentiles are exact up to here and come from the histograms past it: 12 bytes a request and loop.
    private const int RawCapacity = 1_000_000;
    private const double RatePerLoop = 25_000;

    private readonly LoadOptions _options;
    private readonly IReadOnlyList<LoadRoute> _routes;
    private readonly LoadPlan _plan;
    private readonly IReadOnlyList<Ledger> _ledgers;

    public RunState(LoadJob job, Func<long> clock, CancellationTokenSource stop)
    {
        var (options, routes, target) = job;
        Now = clock;
        (_options, _routes, _plan) = (options, routes, new LoadPlan(options, routes));
        var count = Math.Min(options.Connections, options.Threads ?? DefaultLoops());
        var seconds = (int)Math.Ceiling(IsOpen ? _plan.Measured.Seconds : options.Duration.TotalSeconds);
        var expected = IsOpen ? _plan.Measured.Total : options.Requests ?? RawCapacity;
        var raw = (int)Math.Min(RawCapacity, Math.Ceiling(expected) + 1_000);
        var recorders = Enumerable.Range(0, count).Select(_ => new Recorder(routes.Count, seconds, raw)).ToArray();
        var bytes = routes.Select(RouteBytes.Of).ToArray();

        // The clock starts once the large things are allocated.
        Window = new MeasuredWindow(Now());
        var log = new FailureLog(job.Failures, Window, routes);
        _ledgers = [.. recorders.Select(recorder => new Ledger(Window, options, recorder, log) { Requests = job.KeepsRequests ? [] : null })];
        Loops =
        [
            .. Enumerable.Range(0, count).Select(loop => new LoopContext
            {
                Options = options,
                Routes = routes,
                Target = target,
                Bytes = bytes,
                Arrivals = IsOpen ? new OpenArrivals(_plan, Window, loop, count) : new ClosedArrivals(_plan, options, Window, loop, count),
                Ledger = _ledgers[loop],
                Failures = log,
                Connections = (options.Connections / count) + (loop < options.Connections % count ? 1 : 0),
                Stop = stop.Token,
            }),
        ];
    }

    /// <summary>The clock of the run.</summary>
    public Func<long> Now { get; }

    public MeasuredWindow Window { get; }

    public IReadOnlyList<LoopContext> Loops { get; }

    private bool IsOpen => _options.Model == LoadModel.Open;

    public LoadRun Finish(string engine, bool stopped)
    {
        var now = Now();
        var processor = Processor.Time() - Window.ProcessorTime;
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - Window.AllocatedBytes;
        var stolen = Window.Ticks is { } then ? ProcessorTicks.Now()?.StolenSince(then) : null;
        var recorded = _ledgers[0].Recorded;
        foreach (var ledger in _ledgers.Skip(1))
        {
            recorded.Merge(ledger.Recorded);
        }

        var from = Window.HasBegun ? Window.From : now;
        var measured = Clock.ToTimeSpan(MeasuredLength(now, from, stopped));
        var totals = Totals(stopped);
        return new LoadRun
        {
            Routes = [.. _routes.Select(route => route.Name)],
            Recorded = recorded,
            Totals = totals,
            Setup = Setup(engine, OfferedRate(totals.Scheduled, measured)),
            Measured = measured,
            BegunAgo = Window.HasBegun ? Clock.ToTimeSpan(Now() - from) : null,
            WarmUp = Clock.ToTimeSpan(from - Window.Start),
            WarmUpRequests = _ledgers.Sum(ledger => ledger.WarmUpRequests),
            ProcessorTime = Window.HasBegun ? processor : null,
            StolenShare = stolen,
            LateReads = _ledgers.Sum(ledger => ledger.LateReads),
            LongestPause = Clock.ToTimeSpan(_ledgers.Max(ledger => ledger.LongestPause)),
            AllocatedBytes = Window.HasBegun ? allocated : null,
            Interrupted = stopped,
            Requests = _ledgers[0].Requests is null ? null : [.. _ledgers.SelectMany(ledger => ledger.Requests!).OrderBy(request => request.Due)],
        };
    }

    /// <exception cref="LoadEngineException">A request is in no account, or in two: no figure of such a run can be trusted.</exception>
    private LoadTotals Totals(bool stopped)
    {
        long Sum(Func<Ledger, long> account) => _ledgers.Sum(account);
        var totals = new LoadTotals(
            Sum(l => l.Scheduled), Sum(l => l.Completed), Sum(l => l.Failed), Sum(l => l.Dropped), Sum(l => l.Pending), Sum(l => l.IdleRetries));
        var addsUp = totals.Scheduled == Sum(l => l.Sent) + totals.Dropped && totals.Pending >= 0 && (stopped || totals.Pending == 0);
        return addsUp ? totals : throw new LoadEngineException($"its accounts do not add up: {totals}. This is a defect of the load generator; report it.");
    }

    // Open: the plan's length, or up to the last request sent when the generator fell behind it; waiting for the last answers is no part of it.
    private long MeasuredLength(long now, long from, bool stopped)
    {
        if (stopped)
        {
            return now - from;
        }

        return IsOpen
            ? Math.Max((long)(_plan.Measured.Seconds * Clock.Second), _ledgers.Max(ledger => ledger.LastSent) - from)
            : Math.Max(0, _ledgers.Max(ledger => ledger.LastEnded) - from);
    }

    // What was due, not the mean of the curve: the arrivals that a seed draws are more or fewer. Rounded as the achieved rate is, so that the two can be equal.
    private double? OfferedRate(long scheduled, TimeSpan measured) =>
        !IsOpen ? null
        : scheduled == 0 ? _plan.Measured.Total / _plan.Measured.Seconds
        : Math.Round(scheduled / Math.Min(_plan.Measured.Seconds, measured.TotalSeconds), 3);

    private LoadSetup Setup(string engine, double? offeredRate) => new()
    {
        Model = IsOpen ? "open" : "closed",
        Arrivals = IsOpen ? _options.Arrivals == ArrivalProcess.Poisson ? "poisson" : "constant" : null,
        OfferedRate = offeredRate,
        Connections = _options.Connections,
        Loops = Loops.Count,
        Engine = engine,
        Seed = _options.Seed,
        Timeout = _options.Timeout,
        Reuse = _options.Reuse.ToString(),
    };

    private int DefaultLoops()
    {
        var peak = _options.Stages.Count > 0 ? _options.Stages.Max(stage => stage.Rate) : _options.Rate;
        return IsOpen ? (int)Math.Clamp(Math.Ceiling(peak / RatePerLoop), 1, Environment.ProcessorCount) : Environment.ProcessorCount;
    }
}
