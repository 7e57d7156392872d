namespace Gauntlet.LoadGenerator.Running;

/// <summary>What one loop is to send next.</summary>
internal interface IArrivals
{
    /// <summary>When the next request is due; 0 means whenever a connection is free, <see cref="long.MaxValue"/> that there is none any more.</summary>
    long NextDue { get; }

    /// <summary>Takes the next request if it is due.</summary>
    bool TryTake(long now, out Arrival arrival);
}
