using Gauntlet.Workloads.Applying;

namespace Gauntlet.Experiments.Chaos;

/// <summary>A pod that is told to go, or that is gone at once.</summary>
/// <param name="name">As it is written.</param>
/// <param name="description">What it does, in a sentence.</param>
/// <param name="grace">Seconds that its containers have to end; null is what the pod asks for.</param>
/// <param name="hypotheses">What has to hold where nobody says otherwise.</param>
internal sealed class PodDeletion(string name, string description, int? grace, params IReadOnlyList<string> hypotheses)
    : Fault(name, description, hypotheses)
{
    /// <inheritdoc/>
    public override async Task InjectAsync(FaultTools tools, Injection injection, TimeSpan guard, CancellationToken cancellation)
    {
        foreach (var victim in injection.Victims)
        {
            if (!await LiveObjects.DeletePodAsync(tools.Client, victim.Namespace, victim.Name, victim.Uid, grace, cancellation).ConfigureAwait(false))
            {
                throw new FaultException($"{victim.Pod} was gone before it could be deleted");
            }
        }
    }
}
