namespace Gauntlet.Experiments.Chaos;

/// <summary>A fault below the API: what it does is the cluster's business.</summary>
/// <param name="name">As it is written.</param>
/// <param name="description">What it does, in a sentence.</param>
/// <param name="hypotheses">What has to hold where nobody says otherwise.</param>
internal sealed class NodeFault(string name, string description, params IReadOnlyList<string> hypotheses) : Fault(name, description, hypotheses)
{
    /// <inheritdoc/>
    public override bool IsBelowTheApi => true;

    /// <inheritdoc/>
    public override string? WhyNot(FaultTools tools) => tools.Nodes.WhyNot(Name);

    /// <inheritdoc/>
    public override Task InjectAsync(FaultTools tools, Injection injection, TimeSpan guard, CancellationToken cancellation) =>
        tools.Nodes.InjectAsync(injection, guard, cancellation);

    /// <inheritdoc/>
    public override Task<string?> LookAsync(FaultTools tools, Injection injection, CancellationToken cancellation) =>
        tools.Nodes.LookAsync(injection, cancellation);

    /// <inheritdoc/>
    public override Task UndoAsync(FaultTools tools, Injection injection, CancellationToken cancellation) => tools.Nodes.UndoAsync(injection, cancellation);

    /// <inheritdoc/>
    public override string UndoByHand(FaultTools tools, Injection injection) => tools.Nodes.UndoByHand(injection);
}
