using System.Text.Json;
using k8s;
using k8s.Autorest;

namespace Gauntlet.Experiments.Resources;

/// <summary>
/// What each node's kubelet says of its pods, through the API server. Its samples are taken every 10 to 20 s, of each pod at another moment: a short load has
/// none or one of them.
/// </summary>
/// <param name="client">Of the API server; it has to be allowed to get nodes/proxy.</param>
/// <param name="nodes">Their names.</param>
/// <param name="time">Paces it.</param>
public sealed class KubeletSummary(IKubernetes client, IReadOnlyList<string> nodes, TimeProvider time) : IResourceSource
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public string Description => "statistics of the kubelets";

    /// <inheritdoc/>
    public TimeSpan? Resolution { get; } = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public IReadOnlyList<string> Nodes => nodes;

    /// <inheritdoc/>
    public async Task<string?> ReadAsync(Action<UsageSample> take, CancellationToken end)
    {
        var answers = await Task.WhenAll(nodes.Select(node => ReadAsync(node, take, end))).ConfigureAwait(false);
        return answers.FirstOrDefault(answer => answer is not null);
    }

    private async Task<string?> ReadAsync(string node, Action<UsageSample> take, CancellationToken end)
    {
        string? failure = null;
        using var timer = new PeriodicTimer(Pause, time);
        try
        {
            do
            {
                failure = await AskAsync(node, take, end).ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(end).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // Its end, as asked for.
        }

        return failure;
    }

    /// <summary>Null where it answered; a question that fails is asked again, and the last one decides.</summary>
    private async Task<string?> AskAsync(string node, Action<UsageSample> take, CancellationToken end)
    {
        try
        {
            var answer = await client.CoreV1.ConnectGetNodeProxyWithPathAsync(node, "stats/summary", cancellationToken: end).ConfigureAwait(false);
            await using (answer.ConfigureAwait(false))
            {
                using var json = await JsonDocument.ParseAsync(answer, cancellationToken: end).ConfigureAwait(false);
                foreach (var sample in SummaryJson.Read(node, json.RootElement, time.GetUtcNow()))
                {
                    take(sample);
                }
            }

            return null;
        }
        catch (HttpOperationException e)
        {
            return $"the kubelet of {node} could not be asked: the API server answered {(int)e.Response.StatusCode}";
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or IOException)
        {
            return $"the kubelet of {node} could not be asked: {e.GetBaseException().Message.ReplaceLineEndings(" ")}";
        }
    }
}
