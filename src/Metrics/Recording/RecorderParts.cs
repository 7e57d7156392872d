namespace Gauntlet.Metrics.Recording;

// What a recorder is made of, for its wire form.
public sealed partial class Recorder
{
    internal int Planned => _planned;

    internal Span<long> SecondOutcomes => _secondOutcomes;

    /// <summary>Makes room for as many seconds; false where a recorder of this plan never has just as many.</summary>
    internal bool TryGrowTo(int seconds)
    {
        Grow(Math.Max(0, seconds - 1));
        return Seconds == seconds;
    }

    /// <summary>Sets what the parts do not tell: the number of requests, and the samples while they are complete.</summary>
    internal void Restore(long requests, ReadOnlySpan<RawSample> raw)
    {
        Requests = requests;
        Unsent = _routes.Sum(route => route.Unsent);
        raw.CopyTo(_raw);
        _rawCount = raw.Length;
    }
}
