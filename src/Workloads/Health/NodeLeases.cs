using System.Net;
using Gauntlet.Workloads.Objects;
using k8s;
using k8s.Autorest;

namespace Gauntlet.Workloads.Health;

/// <summary>
/// Asks the leases of the nodes, which a kubelet renews every 10 s, whether one is gone: a cluster that waits for 40 s before it calls a node NotReady does not
/// know yet what a load of 15 s has felt.
/// </summary>
public static class NodeLeases
{
    private const string Namespace = "kube-node-lease";

    /// <summary>A healthy node's is younger, but for a machine that is slow.</summary>
    private static readonly TimeSpan Suspicious = TimeSpan.FromSeconds(15);

    /// <summary>How long a suspected one is given to prove that it lives: more than two renewals.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Which nodes do not renew their lease, in a sentence; null where all do, and where nobody may read leases. Waits only where one is old.
    /// </summary>
    /// <exception cref="HttpRequestException">The API server does not answer.</exception>
    public static async Task<string?> WhyLostAsync(IKubernetes client, TimeProvider time, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(time);
        try
        {
            var begun = time.GetUtcNow();
            var suspected = (await ReadAsync(client, cancellation).ConfigureAwait(false)).Where(lease => begun - lease.Value > Suspicious).ToDictionary();
            while (suspected.Count > 0 && time.GetUtcNow() - begun < Patience)
            {
                await Task.Delay(Pause, time, cancellation).ConfigureAwait(false);
                var now = await ReadAsync(client, cancellation).ConfigureAwait(false);
                suspected = suspected.Where(lease => now.TryGetValue(lease.Key, out var renewed) && renewed == lease.Value).ToDictionary();
            }

            return suspected.Count == 0 ? null : string.Join("; ", suspected.OrderBy(lease => lease.Key, StringComparer.Ordinal).Select(lease =>
                FormattableString.Invariant($"the node {lease.Key} has not renewed its lease for {(time.GetUtcNow() - lease.Value).TotalSeconds:0} s")));
        }
        catch (HttpOperationException e) when (e.Response.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private static async Task<Dictionary<string, DateTimeOffset>> ReadAsync(IKubernetes client, CancellationToken cancellation)
    {
        var leases = await client.CoordinationV1.ListNamespacedLeaseAsync(Namespace, cancellationToken: cancellation).ConfigureAwait(false);
        return leases.Items.Where(lease => lease.Spec?.RenewTime is not null)
            .ToDictionary(lease => lease.Metadata.Name, lease => Conditions.Moment(lease.Spec.RenewTime!.Value));
    }
}
