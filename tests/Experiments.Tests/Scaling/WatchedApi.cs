using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using k8s;

namespace Gauntlet.Experiments.Tests.Scaling;

/// <summary>
/// An API server that lists what it was given by the last part of the path, and sends to watches what there is and what is changed; anything else is empty.
/// </summary>
internal sealed class WatchedApi(params IReadOnlyList<string> versions) : DelegatingHandler
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, JsonNode>> _items = new();
    private readonly ConcurrentBag<(string Plural, Pipe Stream)> _watches = [];

    /// <summary>Which paths were asked for.</summary>
    public ConcurrentBag<string> Asked { get; } = [];

    public Kubernetes Client() => new(new KubernetesClientConfiguration { Host = "http://127.0.0.1:1" }, this);

    /// <summary>Sets an object, and tells every watch of its kind.</summary>
    public async Task SetAsync(string plural, string json)
    {
        var item = JsonNode.Parse(json)!;
        _items.GetOrAdd(plural, _ => new())[(string)item["metadata"]!["uid"]!] = item;
        foreach (var (_, stream) in _watches.Where(watch => watch.Plural == plural))
        {
            await stream.Writer.WriteAsync(Change(item));
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath.TrimEnd('/');
        var plural = path.Split('/')[^1];
        Asked.Add(path);
        HttpContent content;
        if (request.RequestUri.Query.Contains("watch=true", StringComparison.Ordinal))
        {
            var stream = new Pipe();
            _watches.Add((plural, stream));
            foreach (var item in _items.GetValueOrDefault(plural)?.Values ?? [])
            {
                await stream.Writer.WriteAsync(Change(item), cancellationToken);
            }

            content = new StreamContent(stream.Reader.AsStream());
        }
        else if (plural == "autoscaling")
        {
            content = Json($$"""{"kind":"APIGroup","name":"autoscaling","versions":[{{string.Join(',', versions.Select(version =>
                $$"""{"groupVersion":"autoscaling/{{version}}","version":"{{version}}"}"""))}}]}""");
        }
        else
        {
            var items = _items.GetValueOrDefault(plural)?.Values.Select(item => item.ToJsonString()) ?? [];
            content = Json($$"""{"metadata":{"resourceVersion":"1"},"items":[{{string.Join(',', items)}}]}""");
        }

        return new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request, Content = content };
    }

    private static byte[] Change(JsonNode item) => Encoding.UTF8.GetBytes($$"""{"type":"MODIFIED","object":{{item.ToJsonString()}}}""" + "\n");

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
