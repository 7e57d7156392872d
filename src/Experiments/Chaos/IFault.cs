using Gauntlet.Workloads.Health;
using k8s;

namespace Gauntlet.Experiments.Chaos;

/// <summary>Something that goes wrong on purpose.</summary>
public interface IFault
{
    /// <summary>As it is written.</summary>
    string Name { get; }

    /// <summary>What it does, in a sentence.</summary>
    string Description { get; }

    /// <summary>What has to hold where nobody says otherwise.</summary>
    IReadOnlyList<string> Hypotheses { get; }

    /// <summary>Which pods of a workload it means to hit.</summary>
    /// <param name="pods">All that it has, ready and serving, by name.</param>
    IReadOnlyList<DeployedPod> Choose(IReadOnlyList<DeployedPod> pods);

    /// <summary>Does it. That it came about is not for this to say: a command that succeeds may have hit nothing.</summary>
    /// <exception cref="HttpRequestException">The API server does not answer.</exception>
    Task InjectAsync(IKubernetes client, IReadOnlyList<DeployedPod> victims, CancellationToken cancellation);
}
