using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace Gauntlet.Experiments.Chaos;

/// <summary>A pod that is told to go, or that is gone at once.</summary>
/// <param name="name">As it is written.</param>
/// <param name="description">What it does, in a sentence.</param>
/// <param name="grace">Seconds that its containers have to end; null is what the pod asks for.</param>
/// <param name="hypotheses">What has to hold where nobody says otherwise.</param>
internal sealed class PodDeletion(string name, string description, long? grace, params IReadOnlyList<string> hypotheses)
    : Fault(name, description, hypotheses)
{
    /// <inheritdoc/>
    public override async Task InjectAsync(FaultTools tools, Injection injection, TimeSpan guard, CancellationToken cancellation)
    {
        foreach (var victim in injection.Victims)
        {
            var options = new V1DeleteOptions { GracePeriodSeconds = grace, Preconditions = new V1Preconditions { Uid = victim.Uid } };
            var (space, pod) = victim.Pod.Split('/') is [var first, var second] ? (first, second) : throw new ArgumentException(victim.Pod);
            try
            {
                await tools.Client.CoreV1.DeleteNamespacedPodAsync(pod, space, options, cancellationToken: cancellation).ConfigureAwait(false);
            }
            catch (HttpOperationException e) when (e.Response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict)
            {
                // Somebody else was faster: whether this pod went is what the evidence says.
            }
        }
    }
}
