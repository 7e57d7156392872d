using Gauntlet.Metrics.Recording;
using Gauntlet.Metrics.Statistics;
using MathNet.Numerics.Statistics;

namespace Gauntlet.Metrics.Model;

/// <summary>Builds the figures of all routes together and of each one.</summary>
internal sealed class GroupBuilder
{
    private readonly Recorder _recorder;
    private readonly BlockBootstrap _bootstrap;
    private readonly decimal[] _percentiles;
    private readonly TimeSpan _measured;
    private readonly long _lateReads;
    private readonly QuantileDefinition _definition;
    private readonly RouteRecord _sum = new();
    private readonly RawByRoute? _raw;
    private readonly Distribution _response;
    private readonly Distribution _service;

    public GroupBuilder(Recorder recorder, BlockBootstrap bootstrap, decimal[] percentiles, LoadRun run, QuantileDefinition definition)
    {
        (_recorder, _bootstrap, _percentiles, _definition) = (recorder, bootstrap, percentiles, definition);
        (_measured, _lateReads) = (run.Measured, run.LateReads);
        foreach (var route in recorder.Routes)
        {
            _sum.Merge(route);
        }

        _raw = recorder.RawIsComplete ? new RawByRoute(recorder) : null;
        _response = DistributionOf(_sum.Response, _raw?.AllResponse());
        _service = DistributionOf(_sum.Service, _raw?.AllService());
    }

    /// <summary>All routes together.</summary>
    /// <param name="dropped">All requests that were due and never sent. A tool of others does not say of which route and why: then nobody knows it.</param>
    public GroupMetrics Overall(long dropped)
    {
        var all = 0.._recorder.Routes.Count;
        _sum.Drops[(int)DropCause.GeneratorLate] += Math.Max(0, dropped - _sum.Drops.Sum());
        return new GroupMetrics
        {
            Requests = _sum.Service.Count,
            Successes = _sum.Outcomes[0],
            Failures = FailureKinds.Failures(_sum.Outcomes),
            RequestsPerSecond = Units.PerSecond(_sum.Service.Count, _measured),
            SuccessRate = SuccessRate(_sum),
            FailuresByKind = FailureKinds.Named(_sum.Outcomes),
            DroppedByCause = DropCauses.Named(_sum.Drops),
            Response = Latency(_sum.Response, _response, _recorder.ResponseGrid, all),
            Service = Latency(_sum.Service, _service, _recorder.ServiceGrid, all),
        };
    }

    public RouteMetrics Route(string name, int index)
    {
        var record = _recorder.Routes[index];
        return new RouteMetrics
        {
            Name = name,
            Requests = record.Service.Count,
            Successes = record.Outcomes[0],
            Failures = FailureKinds.Failures(record.Outcomes),
            RequestsPerSecond = Units.PerSecond(record.Service.Count, _measured),
            SuccessRate = SuccessRate(record),
            FailuresByKind = FailureKinds.Named(record.Outcomes),
            DroppedByCause = DropCauses.Named(record.Drops),
            Response = Latency(record.Response, DistributionOf(record.Response, _raw?.Response[index]), _recorder.ResponseGrid, index..(index + 1)),
            Service = Latency(record.Service, DistributionOf(record.Service, _raw?.Service[index]), _recorder.ServiceGrid, index..(index + 1)),
        };
    }

    /// <summary>Lag is not recorded per second: its interval is that of order statistics, as if lags were independent.</summary>
    public LatencyMetrics? Lag()
    {
        var distribution = new HistogramDistribution(_recorder.Lag);
        return Latency(_recorder.Lag, distribution, p => OrderStatistics.Interval(distribution, p));
    }

    public IReadOnlyList<DistributionBar> Distribution(TimeSpan timeout)
        => DistributionBars.Build(_response, _sum.Response, _sum.Outcomes[(int)Outcome.Timeout], timeout);

    /// <summary>Ten points a decade of 1 / (1 - p), as far as the samples support.</summary>
    public IReadOnlyList<CurvePoint> Curve()
    {
        var points = new List<CurvePoint>();
        for (var step = 1; step <= 60; step++)
        {
            var percentile = Math.Round(100m - (decimal)(100 * Math.Pow(10, -step / 10.0)), 6);
            if (Percentile.IsSupported(percentile, _service.Samples))
            {
                points.Add(new CurvePoint(percentile, Units.Milliseconds(_response.At(percentile)), Units.Milliseconds(_service.At(percentile))));
            }
        }

        return points;
    }

    private static Rate? SuccessRate(RouteRecord record)
    {
        var due = record.Response.Count;
        return Wilson.Interval(record.Outcomes[0], due) is { } interval
            ? new Rate((double)record.Outcomes[0] / due, interval.Low, interval.High)
            : null;
    }

    private Distribution DistributionOf(LatencyRecord record, int[]? samples)
        => samples is null ? new HistogramDistribution(record) : RawDistribution.Of(samples, _definition);

    private LatencyMetrics? Latency(LatencyRecord record, Distribution distribution, BlockGrid grid, Range routes)
    {
        var counts = new Lazy<BlockCounts>(() => new BlockCounts(grid, routes, _bootstrap.Blocks));
        return Latency(record, distribution, p => _bootstrap.Interval(counts.Value, p));
    }

    private LatencyMetrics? Latency(LatencyRecord record, Distribution distribution, Func<decimal, (long Low, long High)?> interval)
        => record.Count == 0 ? null : new LatencyMetrics
        {
            Samples = record.Count,
            Min = Units.Milliseconds(record.Min),
            Average = Units.Milliseconds((double)record.Sum / record.Count),
            Max = Units.Milliseconds(record.Max),
            OutOfRange = record.OutOfRange,
            Percentiles = [.. _percentiles.Select(p => Value(p, record, distribution, interval))],
        };

    /// <summary>The percentile with every answer that was read late taken for a fast one: the least that it was.</summary>
    private double Sure(decimal percentile, Distribution distribution) =>
        Percentile.RankOf(percentile, distribution.Samples) - _lateReads is > 0 and var rank ? distribution.At(100m * rank / distribution.Samples) : 0;

    private PercentileValue Value(decimal percentile, LatencyRecord record, Distribution distribution, Func<decimal, (long Low, long High)?> interval)
    {
        var needs = Percentile.Needs(percentile);
        if (!Percentile.IsSupported(percentile, record.Count))
        {
            return new PercentileValue(percentile, null, null, null, needs);
        }

        var value = distribution.At(percentile);
        var ends = interval(percentile);

        // An interval that was rounded to slots never promises more than what was seen.
        return new PercentileValue(
            percentile, Units.Milliseconds(value),
            ends is { } low ? Units.Milliseconds(Math.Clamp(low.Low, record.Min, value)) : null,
            ends is { } high ? Units.Milliseconds(Math.Clamp(high.High, value, record.Max)) : null,
            needs)
        {
            Sure = _lateReads > 0 ? Units.Milliseconds(Sure(percentile, distribution)) : null,
        };
    }
}
