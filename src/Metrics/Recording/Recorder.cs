namespace Gauntlet.Metrics.Recording;

/// <summary>
/// Records the requests of one worker; not thread-safe, one per worker, merged at the end. All memory of the planned length is taken at construction,
/// and what a longer run needs is bounded but for its counts per second.
/// </summary>
public sealed partial class Recorder
{
    /// <summary>Largest latency kept apart, in microseconds (60 s); larger ones are recorded as this and counted.</summary>
    public const long HighestMicroseconds = 60_000_000;

    /// <summary>Significant decimal digits of the histograms: a value is at most 1/1024 wide.</summary>
    public const int SignificantDigits = 3;

    internal const int OutcomeKinds = (int)Outcome.Other + 1;
    internal const int DropCauses = (int)DropCause.Stopped + 1;

    // 22 MB for each of response and service time; more routes times seconds than this share blocks of several seconds.
    private const int MostCells = 4096;

    private readonly RouteRecord[] _routes;
    private readonly int _planned;
    private readonly int _rawCapacity;
    private readonly BlockGrid _responseGrid;
    private readonly BlockGrid _serviceGrid;
    private RawSample[] _raw;
    private int _rawCount;
    private int[] _blockOf;
    private long[] _secondOutcomes;

    /// <summary>Creates a recorder.</summary>
    /// <param name="routes">Number of routes.</param>
    /// <param name="seconds">Expected length of the measured part, whole seconds; a later second is recorded too.</param>
    /// <param name="rawCapacity">Raw samples kept at most; past that percentiles come from the histograms.</param>
    public Recorder(int routes, int seconds, int rawCapacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(routes);
        ArgumentOutOfRangeException.ThrowIfNegative(seconds);
        ArgumentOutOfRangeException.ThrowIfNegative(rawCapacity);
        _planned = Math.Max(1, seconds);
        BlockSeconds = (int)(((long)routes * _planned + MostCells - 1) / MostCells);
        _rawCapacity = rawCapacity;
        _routes = new RouteRecord[routes];
        for (var i = 0; i < routes; i++)
        {
            _routes[i] = new RouteRecord();
        }

        _raw = new RawSample[rawCapacity];
        _secondOutcomes = new long[_planned * OutcomeKinds];
        _blockOf = BlocksOf(_planned);
        _responseGrid = new BlockGrid(routes, _blockOf[^1] + 1);
        _serviceGrid = new BlockGrid(routes, _blockOf[^1] + 1);
    }

    /// <summary>Requests recorded that were sent and ended.</summary>
    public long Requests { get; private set; }

    /// <summary>Requests recorded that were due and never sent because of the server; they have a response time and no service time.</summary>
    internal long Unsent { get; private set; }

    internal int BlockSeconds { get; private set; }

    internal int RawCapacity => _rawCapacity;

    /// <summary>True while every request is among the raw samples.</summary>
    internal bool RawIsComplete => Requests + Unsent <= _rawCapacity;

    internal ReadOnlySpan<RawSample> Raw => _raw.AsSpan(0, _rawCount);

    internal IReadOnlyList<RouteRecord> Routes => _routes;

    internal LatencyRecord Lag { get; } = new();

    internal BlockGrid ResponseGrid => _responseGrid;

    internal BlockGrid ServiceGrid => _serviceGrid;

    /// <summary>Seconds there is room for; those past the planned length come in powers of two of it.</summary>
    internal int Seconds => _blockOf.Length;

    /// <summary>Records one request that ended.</summary>
    /// <param name="route">Route number.</param>
    /// <param name="second">Whole seconds from the start of the measured part to the intended start.</param>
    /// <param name="responseMicroseconds">From the intended start to the end.</param>
    /// <param name="serviceMicroseconds">From the actual start to the end.</param>
    /// <param name="outcome">How it ended.</param>
    /// <exception cref="ArgumentOutOfRangeException">The second is negative.</exception>
    public void Record(int route, int second, long responseMicroseconds, long serviceMicroseconds, Outcome outcome)
    {
        if ((uint)second >= (uint)_blockOf.Length)
        {
            Grow(second);
        }

        var record = _routes[route];
        var block = _blockOf[second];
        var response = record.Response.Record(responseMicroseconds);
        var service = record.Service.Record(serviceMicroseconds);
        record.Outcomes[(int)outcome]++;
        _secondOutcomes[second * OutcomeKinds + (int)outcome]++;
        _responseGrid.Record(block, route, response);
        _serviceGrid.Record(block, route, service);
        Requests++;
        AddRaw(new RawSample(route, (int)response, (int)service));
    }

    /// <summary>
    /// Records one request that was due and never sent. Where the server is the cause, the time waited counts as its response time: the least that it
    /// would have been, as a timeout counts at its deadline.
    /// </summary>
    /// <param name="route">Route number.</param>
    /// <param name="second">Whole seconds from the start of the measured part to the intended start.</param>
    /// <param name="waitedMicroseconds">From the intended start to when it was given up.</param>
    /// <param name="cause">Why.</param>
    /// <exception cref="ArgumentOutOfRangeException">The second is negative.</exception>
    public void RecordDrop(int route, int second, long waitedMicroseconds, DropCause cause)
    {
        var record = _routes[route];
        record.Drops[(int)cause]++;
        if (cause != DropCause.ServerBusy)
        {
            return;
        }

        if ((uint)second >= (uint)_blockOf.Length)
        {
            Grow(second);
        }

        var waited = record.Response.Record(waitedMicroseconds);
        _responseGrid.Record(_blockOf[second], route, waited);
        Unsent++;
        AddRaw(new RawSample(route, (int)waited, RawSample.NoService));
    }

    /// <summary>
    /// Records the send lag of a request, in microseconds: how late the generator itself was (the open model only). Waiting for a busy server to free a
    /// connection is no part of it.
    /// </summary>
    public void RecordLag(long microseconds) => Lag.Record(microseconds);

    /// <summary>Adds everything of another recorder to this one. The result does not depend on how requests were spread over recorders.</summary>
    /// <exception cref="ArgumentException">The other was created for other routes, another length or another raw capacity.</exception>
    public void Merge(Recorder other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other._routes.Length != _routes.Length || other._planned != _planned || other._rawCapacity != _rawCapacity)
        {
            throw new ArgumentException("Only recorders created with the same routes, seconds and raw capacity can be merged.", nameof(other));
        }

        Grow(other.Seconds - 1);
        other.Grow(Seconds - 1); // both have blocks of one length then
        for (var i = 0; i < _routes.Length; i++)
        {
            _routes[i].Merge(other._routes[i]);
        }

        for (var i = 0; i < other._secondOutcomes.Length; i++)
        {
            _secondOutcomes[i] += other._secondOutcomes[i];
        }

        Lag.Merge(other.Lag);
        _responseGrid.Merge(other._responseGrid);
        _serviceGrid.Merge(other._serviceGrid);
        Requests += other.Requests;
        Unsent += other.Unsent;
        MergeRaw(other);
    }

    internal ReadOnlySpan<long> OutcomesOf(int second) => _secondOutcomes.AsSpan(second * OutcomeKinds, OutcomeKinds);

    internal int BlockOf(int second) => _blockOf[second];

    private void AddRaw(RawSample sample)
    {
        if (_rawCount < _raw.Length)
        {
            _raw[_rawCount++] = sample;
        }
    }

    private void MergeRaw(Recorder other)
    {
        if (!RawIsComplete)
        {
            // What is left would be a part that depends on the order of merging: better none.
            _rawCount = 0;
            _raw = [];
            return;
        }

        other.Raw.CopyTo(_raw.AsSpan(_rawCount));
        _rawCount += other._rawCount;
    }

    private void Grow(int second)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(second);
        if (second < _blockOf.Length)
        {
            return;
        }

        // Twice as long each time, so that a long run is not copied once a second.
        var seconds = _blockOf.Length;
        while (seconds <= second)
        {
            seconds = checked(seconds * 2);
            if (_routes.Length * (long)BlocksIn(seconds) > MostCells && BlocksIn(seconds) > 1)
            {
                BlockSeconds *= 2;
                _responseGrid.Pair();
                _serviceGrid.Pair();
            }
        }

        _blockOf = BlocksOf(seconds);
        Array.Resize(ref _secondOutcomes, _blockOf.Length * OutcomeKinds);
        _responseGrid.Grow(_blockOf[^1] + 1);
        _serviceGrid.Grow(_blockOf[^1] + 1);
    }

    private int BlocksIn(int seconds) => ((seconds - 1) / BlockSeconds) + 1;

    private int[] BlocksOf(int seconds)
    {
        var blocks = new int[seconds];
        for (var i = 0; i < seconds; i++)
        {
            blocks[i] = i / BlockSeconds;
        }

        return blocks;
    }
}

/// <summary>One request as it was recorded, in microseconds.</summary>
internal readonly record struct RawSample(int Route, int Response, int Service)
{
    /// <summary>The service time of a request that was never sent.</summary>
    public const int NoService = -1;
}
