namespace Gauntlet.Build.Pipeline;

/// <summary>What this process was asked to run, and whether it was told to stop.</summary>
public interface IRunControl
{
    /// <summary>True when this process runs all stages, and so tears down by itself.</summary>
    bool IsFull { get; }

    /// <summary>Cancelled by the first signal and by the run's deadline.</summary>
    CancellationToken Work { get; }

    /// <summary>Cancelled by the second signal: evidence is given up, the teardown is not.</summary>
    CancellationToken Evidence { get; }

    /// <summary>True when the work was told to end, by a signal or by the deadline of the run.</summary>
    bool Interrupted { get; }

    /// <summary>Why the work was told to end.</summary>
    string InterruptedBy { get; }
}
