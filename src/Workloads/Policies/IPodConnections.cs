using System.Net;

namespace Gauntlet.Workloads.Policies;

/// <summary>Opens TCP connections from within pods, as their own processes would.</summary>
public interface IPodConnections
{
    /// <summary>Tries each of some connections once, and answers what became of them, in their order.</summary>
    /// <param name="from">The pod that connects.</param>
    /// <param name="to">Where to.</param>
    /// <param name="cancellation">Ends it.</param>
    Task<IReadOnlyList<Reach>> TryAsync(PodAddress from, IReadOnlyList<IPEndPoint> to, CancellationToken cancellation);
}

/// <summary>Where a pod is.</summary>
/// <param name="Node">The name of its node.</param>
/// <param name="Address">Of the pod itself.</param>
public sealed record PodAddress(string Node, IPAddress Address);

/// <summary>What became of a connection.</summary>
public enum Reach
{
    /// <summary>It was made.</summary>
    Connected,

    /// <summary>Somebody refused it: nothing listens there, or what enforces policies rejects.</summary>
    Refused,

    /// <summary>Nobody answered in time, or there is no way there.</summary>
    NoAnswer,
}

/// <summary>How what opens connections for a cluster tells what became of them.</summary>
public static class ReachWords
{
    /// <summary>Reads connected or refused; anything else is no answer.</summary>
    public static Reach Read(string word) => word switch { "connected" => Reach.Connected, "refused" => Reach.Refused, _ => Reach.NoAnswer };
}
