using Gauntlet.Workloads.Manifests;
using k8s;

namespace Gauntlet.Experiments.Chaos;

/// <summary>What faults are made with.</summary>
/// <param name="Client">The cluster's API.</param>
/// <param name="Manifests">What was deployed.</param>
/// <param name="Nodes">What this kind of cluster can do below its API.</param>
public sealed record FaultTools(Kubernetes Client, ManifestSet Manifests, INodeFaults Nodes);

/// <summary>
/// Faults below the API of a cluster: in its nodes, in the network, to its processes. Each kind of cluster has those that its own parts can do.
/// </summary>
public interface INodeFaults
{
    /// <summary>Why it cannot make the fault of this name; null where it can.</summary>
    string? WhyNot(string fault);

    /// <summary>Makes it.</summary>
    /// <param name="injection">On what.</param>
    /// <param name="guard">After this long it ends by itself, where the cluster can do that, should nobody be left to take it back.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <exception cref="FaultException">It was refused.</exception>
    Task InjectAsync(Injection injection, TimeSpan guard, CancellationToken cancellation);

    /// <summary>What shows now that it is there, in a few words, by another way than the command that made it; null where nothing does.</summary>
    Task<string?> LookAsync(Injection injection, CancellationToken cancellation);

    /// <summary>Takes it back; as often as one likes, and also where it never was made. Works while a stage is being ended.</summary>
    /// <exception cref="FaultException">It is still there.</exception>
    Task UndoAsync(Injection injection, CancellationToken cancellation);

    /// <summary>What takes it back by hand, as a command line.</summary>
    string UndoByHand(Injection injection);
}

/// <summary>A fault could not be made, or not be taken back; the message says why.</summary>
public sealed class FaultException(string message, Exception? inner = null) : Exception(message, inner);
