using Gauntlet.Workloads.Applying;
using k8s;

namespace Gauntlet.Workloads.Tests.Applying;

[CancelAfter(120_000)]
public sealed class ApiRequestsTests
{
    [Test]
    public void GetAsync_ServerThatNeverAnswers_FailsWithTheRequestAndTheTime(CancellationToken cancellation)
    {
        using var silence = new Silence();
        using var client = new Kubernetes(new KubernetesClientConfiguration { Host = "http://127.0.0.1:1" }, silence);

        Assert.That(
            async () => await new ApiRequests(client) { Timeout = TimeSpan.FromMilliseconds(1) }.GetAsync("api/v1/pods", cancellation),
            Throws.InstanceOf<HttpRequestException>().With.Message.EqualTo("GET api/v1/pods was not answered within 0 s."));
    }

    [Test]
    public void GetAsync_Cancelled_IsNoTimeout(CancellationToken cancellation)
    {
        using var silence = new Silence();
        using var client = new Kubernetes(new KubernetesClientConfiguration { Host = "http://127.0.0.1:1" }, silence);

        Assert.That(async () => await new ApiRequests(client).GetAsync("api/v1/pods", new CancellationToken(canceled: true)),
            Throws.InstanceOf<OperationCanceledException>());
    }

    private sealed class Silence : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException("Nothing ends the silence but its cancellation.");
        }
    }
}
