using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Storage;
using k8s;

namespace Gauntlet.EmbeddedCluster.Tests.Parity;

/// <summary>Objects as JSON, over HTTP, on any cluster.</summary>
internal sealed class ClusterClient(string kubeconfig) : IDisposable
{
    private readonly Kubernetes _client = new(KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfig));

    public Task<JsonObject> ApplyAsync(string path, JsonObject item, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Patch, $"{path}?fieldManager=parity&force=true", item, "application/apply-patch+yaml", cancellationToken);

    public Task<JsonObject> PatchAsync(string path, JsonObject patch, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Patch, path, patch, "application/strategic-merge-patch+json", cancellationToken);

    public Task<JsonObject> MergeAsync(string path, JsonObject patch, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Patch, path, patch, "application/merge-patch+json", cancellationToken);

    public Task<JsonObject> CreateAsync(string path, JsonObject item, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, item, "application/json", cancellationToken);

    public Task<JsonObject> DeleteAsync(string path, CancellationToken cancellationToken) => SendAsync(HttpMethod.Delete, path, null, "", cancellationToken);

    /// <summary>Every change of a collection since a resource version, as (type, object); since "0" what is there comes first, as added.</summary>
    public async IAsyncEnumerable<(string Type, JsonObject Item)> WatchAsync(
        string path, string selector, string since, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_client.BaseUri, $"{path}?watch=1&resourceVersion={since}{selector}"));
        using var response = await _client.HttpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            var change = JsonNode.Parse(line)!.AsObject();
            yield return (change.Text("type")!, change.Object("object")!);
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<JsonObject> SendAsync(HttpMethod method, string path, JsonObject? body, string mediaType, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(_client.BaseUri, path));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString()))
            {
                Headers = { ContentType = new MediaTypeHeaderValue(mediaType) },
            };
        }

        using var response = await _client.HttpClient.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode
            ? JsonNode.Parse(text)!.AsObject()
            : throw new InvalidOperationException($"{method} {path}: {(int)response.StatusCode} {text}");
    }
}
