using System.Net;
using System.Text;
using k8s;
using k8s.Models;

namespace Gauntlet.Workloads.Tests;

/// <summary>An API server that answers lists from what it was given, each other list empty, logs as it was told, and anything else with 404.</summary>
internal sealed class CannedApi(params IKubernetesObject<V1ObjectMeta>[] objects) : DelegatingHandler
{
    private static readonly Dictionary<string, Type> Kinds = new()
    {
        ["pods"] = typeof(V1Pod),
        ["daemonsets"] = typeof(V1DaemonSet),
        ["configmaps"] = typeof(V1ConfigMap),
        ["namespaces"] = typeof(V1Namespace),
        ["nodes"] = typeof(V1Node),
        ["events"] = typeof(Corev1Event),
        ["leases"] = typeof(V1Lease),
    };

    /// <summary>Answers the log at a path; null where there is none to be had.</summary>
    public Func<string, CancellationToken, Task<string>>? Log { get; init; }

    /// <summary>The ends of paths that it does not serve.</summary>
    public IReadOnlyList<string> Unserved { get; init; } = [];

    public Kubernetes Client() => new(new KubernetesClientConfiguration { Host = "http://127.0.0.1:1" }, this);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        var kind = Kinds.GetValueOrDefault(path.Split('/')[^1]);
        var items = objects.Where(item => item.GetType() == kind).Select(item => KubernetesJson.Serialize((object)item));
        var isLog = path.EndsWith("/log", StringComparison.Ordinal);
        var (status, text) = isLog && Log is not null ? (HttpStatusCode.OK, await Log(path, cancellationToken))
            : Unserved.Any(path.EndsWith) ? (HttpStatusCode.NotFound, """{"message":"the server could not find the requested resource","code":404}""")
            : isLog || path == "/version" ? (HttpStatusCode.NotFound, "{}")
            : (HttpStatusCode.OK, $$"""{"metadata":{"resourceVersion":"1"},"items":[{{string.Join(',', items)}}]}""");
        return new HttpResponseMessage(status) { RequestMessage = request, Content = new StringContent(text, Encoding.UTF8, "application/json") };
    }
}
