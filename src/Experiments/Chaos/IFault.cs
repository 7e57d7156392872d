using Gauntlet.Workloads.Health;

namespace Gauntlet.Experiments.Chaos;

/// <summary>Something that goes wrong on purpose.</summary>
public interface IFault
{
    /// <summary>As it is written.</summary>
    string Name { get; }

    /// <summary>What it does, in a sentence.</summary>
    string Description { get; }

    /// <summary>What it hits.</summary>
    FaultReach Reach { get; }

    /// <summary>What shows that it came about.</summary>
    FaultProof Proof { get; }

    /// <summary>What has to hold where nobody says otherwise.</summary>
    IReadOnlyList<string> Hypotheses { get; }

    /// <summary>How long it is given where nobody says.</summary>
    TimeSpan For { get; }

    /// <summary>How long the load goes on after that, to see the recovery.</summary>
    TimeSpan After { get; }

    /// <summary>Whether it is there until it is taken back; false for what takes but a moment.</summary>
    bool Lasts { get; }

    /// <summary>
    /// Whether a broken hypothesis counts on a machine without a processor to spare, too: the fault itself takes them, or what it asks is no matter of time.
    /// </summary>
    bool CountsWhenBusy { get; }

    /// <summary>Whether the API of a cluster is not enough for it.</summary>
    bool IsBelowTheApi { get; }

    /// <summary>Why this cluster cannot have it; null where it can.</summary>
    string? WhyNot(FaultTools tools);

    /// <summary>Which pods of a workload it means to hit.</summary>
    /// <param name="pods">All that it has, ready and serving, by name.</param>
    IReadOnlyList<DeployedPod> Choose(IReadOnlyList<DeployedPod> pods);

    /// <summary>Adds to an injection what undoing it has to know of the cluster as it is.</summary>
    Task<Injection> PrepareAsync(FaultTools tools, Injection injection, CancellationToken cancellation);

    /// <summary>Does it. That it came about is not for this to say: a command that succeeds may have hit nothing.</summary>
    /// <exception cref="HttpRequestException">The API server does not answer.</exception>
    /// <exception cref="FaultException">It was refused.</exception>
    Task InjectAsync(FaultTools tools, Injection injection, TimeSpan guard, CancellationToken cancellation);

    /// <summary>What the cluster shows of it below its API; null where it shows nothing, or where pods show it.</summary>
    Task<string?> LookAsync(FaultTools tools, Injection injection, CancellationToken cancellation);

    /// <summary>Takes it back; nothing where it ends by itself.</summary>
    /// <exception cref="HttpRequestException">The API server does not answer.</exception>
    /// <exception cref="FaultException">It is still there.</exception>
    Task UndoAsync(FaultTools tools, Injection injection, CancellationToken cancellation);

    /// <summary>What takes it back by hand, as a command line.</summary>
    string UndoByHand(FaultTools tools, Injection injection);
}

/// <summary>What a fault hits.</summary>
public enum FaultReach
{
    /// <summary>Pods of a workload.</summary>
    Pods,

    /// <summary>A node, with every pod on it.</summary>
    Node,

    /// <summary>The ingress controller, and so every route.</summary>
    Controller,
}

/// <summary>What shows that a fault came about.</summary>
public enum FaultProof
{
    /// <summary>The pods that were hit are no endpoints any more.</summary>
    PodsLeave,

    /// <summary>Their containers were started again.</summary>
    ContainersRestart,

    /// <summary>The node shows it: a counter, or a state that was read back.</summary>
    NodeShows,
}
