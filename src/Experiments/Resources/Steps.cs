namespace Gauntlet.Experiments.Resources;

/// <summary>Cuts the measured part into the steps that are drawn: seconds, and longer ones where it has more of them than anybody can see.</summary>
internal static class Steps
{
    private const int Most = 600;

    /// <summary>The second that each begins at, and its ends. A rest that is shorter than half a step belongs to none.</summary>
    public static IEnumerable<(int Second, DateTimeOffset From, DateTimeOffset To)> Of(MeasuredPart part)
    {
        var step = (int)Math.Max(1, Math.Ceiling((part.To - part.From).TotalSeconds / Most));
        for (var second = 0; part.From.AddSeconds(second + (step / 2.0)) <= part.To; second += step)
        {
            var end = part.From.AddSeconds(second + step);
            yield return (second, part.From.AddSeconds(second), end < part.To ? end : part.To);
        }
    }
}
