using System.Net;
using System.Text;
using k8s;

namespace Gauntlet.Faults.Tests.Mutations;

/// <summary>What an API server answered to lists, to be answered again by a client without a server.</summary>
internal sealed class ApiRecording
{
    /// <summary>The lists that are watched, and the objects that are asked for one by one.</summary>
    private static readonly string[] Asked =
    [
        "/api/v1/nodes", "/api/v1/pods", "/apis/apps/v1/deployments", "/apis/apps/v1/replicasets", "/api/v1/endpoints", "/api/v1/events",
        "/api/v1/namespaces/echo/services/foo", "/api/v1/namespaces/echo/services/bar", "/apis/networking.k8s.io/v1/namespaces/echo/ingresses/echo",
        "/api/v1/namespaces/ingress-nginx/services/ingress-nginx-controller",
    ];


    private readonly Dictionary<string, string> _answers = [];

    /// <summary>The paths of the answers.</summary>
    public IReadOnlyCollection<string> Paths => _answers.Keys;

    /// <summary>Asks a living cluster.</summary>
    public static async Task<ApiRecording> TakeAsync(string kubeconfig)
    {
        var recording = new ApiRecording();
        using var client = new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfig));
        foreach (var path in Asked)
        {
            recording._answers[path] = await client.HttpClient.GetStringAsync(new Uri(client.BaseUri, path));
        }

        return recording;
    }

    /// <summary>The answer as it was.</summary>
    public string Of(string path) => _answers[path];

    /// <summary>A client that gets these answers, but for one that is replaced.</summary>
    public Kubernetes Replay(string path, string answer) => new(
        new KubernetesClientConfiguration { Host = "http://127.0.0.1:1" },
        new Player(asked => asked == path ? answer : _answers.GetValueOrDefault(asked)));

    private sealed class Player(Func<string, string?> answers) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            // A watch says nothing and ends.
            var watch = request.RequestUri!.Query.Contains("watch=true", StringComparison.OrdinalIgnoreCase);
            var answer = watch ? "" : answers(request.RequestUri.AbsolutePath);
            return Task.FromResult(new HttpResponseMessage(answer is null ? HttpStatusCode.NotFound : HttpStatusCode.OK)
            {
                RequestMessage = request,
                Content = new StringContent(answer ?? "{}", Encoding.UTF8, "application/json"),
            });
        }
    }
}
