using System.Text.Json;
using k8s;
using k8s.Models;

namespace Gauntlet.Workloads.Health;

/// <summary>What the parts of a cluster have said of its objects lately: an API server keeps it for an hour.</summary>
public static class ClusterEvents
{
    /// <summary>Those of all namespaces.</summary>
    /// <exception cref="HttpRequestException">The API server does not answer.</exception>
    /// <exception cref="JsonException">Its answer cannot be read.</exception>
    public static async Task<IReadOnlyList<Corev1Event>> ReadAsync(IKubernetes client, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(client);
        try
        {
            return [.. ApiAnswer.Listed(await client.CoreV1.ListEventForAllNamespacesAsync(cancellationToken: cancellation).ConfigureAwait(false)).Items];
        }
        catch (Exception e) when (ApiAnswer.IsUnreadable(e))
        {
            throw new JsonException($"The list of events: {e.Message}", e);
        }
    }
}
