using System.Net;
using System.Text.Json.Nodes;
using Gauntlet.Workloads.Policies;
using k8s;

namespace Gauntlet.Build.Clusters.Embedded;

/// <summary>Connections of pods, which the embedded cluster opens itself.</summary>
internal sealed class EmbeddedConnections(Kubernetes client) : IPodConnections
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<Reach>> TryAsync(PodAddress from, IReadOnlyList<IPEndPoint> to, CancellationToken cancellation)
    {
        var query = string.Join('&', [$"from={from.Address}", .. to.Select(target => $"to={target}")]);
        var answer = await client.HttpClient.GetStringAsync(new Uri(client.BaseUri, $"/gauntlet/connect?{query}"), cancellation).ConfigureAwait(false);
        return [.. JsonNode.Parse(answer)!["seen"]!.AsArray().Select(seen => ReachWords.Read(seen!.GetValue<string>()))];
    }
}
