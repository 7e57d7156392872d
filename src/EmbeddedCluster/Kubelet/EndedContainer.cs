namespace Gauntlet.EmbeddedCluster.Kubelet;

/// <summary>A program that ended at once.</summary>
internal sealed class EndedContainer(int code) : IRunningContainer
{
    public Task<int> Exited { get; } = Task.FromResult(code);

    public Task StopAsync(CancellationToken force) => Task.CompletedTask;
}
