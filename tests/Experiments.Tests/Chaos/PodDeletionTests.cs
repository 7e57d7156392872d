using System.Net;
using System.Text;
using Gauntlet.Experiments.Chaos;
using Gauntlet.Workloads.Objects;
using k8s;

namespace Gauntlet.Experiments.Tests.Chaos;

internal sealed class PodDeletionTests
{
    private static readonly Injection Foo = new(
        "pod-kill", "mark", [new Victim("echo", "foo-1", "uid-1", "worker", new ObjectReference("apps", "Deployment", "echo", "foo"))]);

    [TestCase("pod-kill", "\"gracePeriodSeconds\":0")]
    [TestCase("pod-delete", "\"uid\":\"uid-1\"")]
    public async Task InjectAsync_PodThatIsThere_IsDeletedByItsUid(string fault, string body)
    {
        using var api = new Answer(HttpStatusCode.OK);

        await InjectAsync(fault, api);

        Assert.That(api.Path, Is.EqualTo("/api/v1/namespaces/echo/pods/foo-1"));
        Assert.That(api.Body, Does.Contain(body));
    }

    /// <summary>What is gone already, or has another UID by now, was not hit by this fault, whatever the cluster shows afterwards.</summary>
    [TestCase(HttpStatusCode.NotFound)]
    [TestCase(HttpStatusCode.Conflict)]
    public void InjectAsync_PodThatIsGone_IsNoFaultOfThisExperiment(HttpStatusCode status)
    {
        using var api = new Answer(status);

        Assert.That(
            () => InjectAsync("pod-kill", api),
            Throws.TypeOf<FaultException>().With.Message.EqualTo("echo/foo-1 was gone before it could be deleted"));
    }

    private static async Task InjectAsync(string fault, Answer api)
    {
        using var client = new Kubernetes(new KubernetesClientConfiguration { Host = "http://127.0.0.1:1" }, api);
        await Faults.Find(fault)!.InjectAsync(
            new FaultTools(client, null!, new NoNodeFaults("none")), Foo with { Fault = fault }, TimeSpan.Zero, CancellationToken.None);
    }

    /// <summary>An API server that answers everything alike.</summary>
    private sealed class Answer(HttpStatusCode status) : DelegatingHandler
    {
        public string? Path { get; private set; }

        public string? Body { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            (Path, Body) = (request.RequestUri!.AbsolutePath, await request.Content!.ReadAsStringAsync(cancellationToken));
            return new HttpResponseMessage(status) { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
        }
    }
}
