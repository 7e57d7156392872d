namespace Gauntlet.Experiments;

/// <summary>What an observer concluded of a session.</summary>
/// <param name="Bearing">What it means for the verdict.</param>
/// <param name="Reason">One sentence for the reader of the verdict.</param>
public sealed record Observation(Bearing Bearing, string Reason);

/// <summary>What an observation means for the verdict.</summary>
public enum Bearing
{
    /// <summary>The change is at fault, whatever the thresholds say.</summary>
    Fault,

    /// <summary>A breached threshold says nothing about the change: something else failed under the load.</summary>
    Excuse,
}
