namespace Gauntlet.Experiments.Chaos;

/// <summary>A cluster below whose API nothing may be done.</summary>
/// <param name="reason">Why.</param>
public sealed class NoNodeFaults(string reason) : INodeFaults
{
    /// <inheritdoc/>
    public string? WhyNot(string fault) => reason;

    /// <inheritdoc/>
    public Task InjectAsync(Injection injection, TimeSpan guard, CancellationToken cancellation) => throw new FaultException(reason);

    /// <inheritdoc/>
    public Task<string?> LookAsync(Injection injection, CancellationToken cancellation) => Task.FromResult<string?>(null);

    /// <inheritdoc/>
    public Task UndoAsync(Injection injection, CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    public string UndoByHand(Injection injection) => "";
}
