using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace Gauntlet.Workloads.Diagnostics;

/// <summary>Writes the logs of a pod's containers: logs/namespace/pod/container.log, and .previous.log of the run before.</summary>
internal sealed class PodLogs(IKubernetes client, Action<string, string> write)
{
    private const int MostBytes = 1_000_000;
    private const int LinesOfHealthy = 200;

    /// <summary>Answers which logs were unavailable, each with its reason.</summary>
    public async Task<IReadOnlyList<string>> WriteAsync(V1Pod pod, CancellationToken cancellation)
    {
        var missing = new List<string?>();
        foreach (var status in (pod.Status?.InitContainerStatuses ?? []).Concat(pod.Status?.ContainerStatuses ?? []))
        {
            var name = $"logs/{pod.Metadata.NamespaceProperty}/{pod.Metadata.Name}/{status.Name}";
            if (status.State?.Running is not null || status.State?.Terminated is not null)
            {
                missing.Add(await WriteAsync(pod, status.Name, previous: false, name + ".log", cancellation).ConfigureAwait(false));
            }

            if (status.RestartCount > 0)
            {
                missing.Add(await WriteAsync(pod, status.Name, previous: true, name + ".previous.log", cancellation).ConfigureAwait(false));
            }
        }

        return [.. missing.OfType<string>()];
    }

    private async Task<string?> WriteAsync(V1Pod pod, string container, bool previous, string file, CancellationToken cancellation)
    {
        try
        {
            using var stream = await client.CoreV1.ReadNamespacedPodLogAsync(
                pod.Metadata.Name, pod.Metadata.NamespaceProperty, container: container, previous: previous, limitBytes: MostBytes,
                tailLines: PodHealth.IsHealthy(pod) ? LinesOfHealthy : null, timestamps: true, cancellationToken: cancellation).ConfigureAwait(false);
            using var reader = new StreamReader(stream);
            write(file, await reader.ReadToEndAsync(cancellation).ConfigureAwait(false));
            return null;
        }
        catch (HttpOperationException e) when (
            e.Response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.InternalServerError)
        {
            // The container has no such log any more, or its node does not hand it out; the other logs are still available.
            return $"{file}: {e.Response.Content.ReplaceLineEndings(" ")}";
        }
    }
}
