namespace Gauntlet.LoadGenerator.Planning;

/// <summary>
/// Walks the arrivals of one loop through one rate curve: numbers loop, loop + loops, loop + 2 loops, ... It passes over the gaps of the
/// others, in the same order everywhere, so that sums agree to the last bit.
/// </summary>
internal struct ArrivalCursor
{
    private readonly LoadPlan _plan;
    private readonly RateCurve _curve;
    private readonly int _loops;
    private double _sum;

    public ArrivalCursor(LoadPlan plan, RateCurve curve, int loop, int loops)
    {
        (_plan, _curve, _loops) = (plan, curve, loops);
        Number = -1;
        Advance(loop + 1);
    }

    /// <summary>Number of the arrival under the cursor.</summary>
    public long Number { get; private set; }

    /// <summary>When it is due, in nanoseconds from the start of the curve.</summary>
    public long Due { get; private set; }

    /// <summary>True when the curve has no such arrival any more.</summary>
    public readonly bool IsAtEnd => _sum >= _curve.Total;

    public void MoveNext() => Advance(_loops);

    private void Advance(int steps)
    {
        for (; steps > 0; steps--)
        {
            _sum += _plan.Gap(++Number);
        }

        Due = IsAtEnd ? long.MaxValue : (long)(_curve.TimeOf(_sum) * 1e9);
    }
}
