using Gauntlet.Workloads.Health;

namespace Gauntlet.Experiments.Chaos;

/// <summary>What most faults have in common.</summary>
/// <param name="name">As it is written.</param>
/// <param name="description">What it does, in a sentence.</param>
/// <param name="hypotheses">What has to hold where nobody says otherwise.</param>
internal abstract class Fault(string name, string description, params IReadOnlyList<string> hypotheses) : IFault
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string Description => description;

    /// <inheritdoc/>
    public IReadOnlyList<string> Hypotheses => hypotheses;

    /// <inheritdoc/>
    public FaultReach Reach { get; init; } = FaultReach.Pods;

    /// <inheritdoc/>
    public FaultProof Proof { get; init; } = FaultProof.PodsLeave;

    /// <inheritdoc/>
    public TimeSpan For { get; init; } = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public TimeSpan After { get; init; } = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public bool Lasts { get; init; }

    /// <inheritdoc/>
    public bool CountsWhenBusy { get; init; }

    /// <inheritdoc/>
    public virtual bool IsBelowTheApi => false;

    /// <summary>Whether it hits every pod of a workload, and not the first alone.</summary>
    public bool HitsAll { get; init; }

    /// <inheritdoc/>
    public virtual string? WhyNot(FaultTools tools) => null;

    /// <inheritdoc/>
    public IReadOnlyList<DeployedPod> Choose(IReadOnlyList<DeployedPod> pods) => HitsAll ? pods : [.. pods.Take(1)];

    /// <inheritdoc/>
    public virtual Task<Injection> PrepareAsync(FaultTools tools, Injection injection, CancellationToken cancellation) => Task.FromResult(injection);

    /// <inheritdoc/>
    public abstract Task InjectAsync(FaultTools tools, Injection injection, TimeSpan guard, CancellationToken cancellation);

    /// <inheritdoc/>
    public virtual Task<string?> LookAsync(FaultTools tools, Injection injection, CancellationToken cancellation) => Task.FromResult<string?>(null);

    /// <inheritdoc/>
    public virtual Task UndoAsync(FaultTools tools, Injection injection, CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    public virtual string UndoByHand(FaultTools tools, Injection injection) => "";
}
