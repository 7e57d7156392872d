using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Gauntlet.Build.Clusters;
using Gauntlet.Build.Pipeline;
using Gauntlet.Workloads.Applying;
using k8s.Autorest;

namespace Gauntlet.Build.Tests.Clusters;

/// <summary>The boundary to the API server: whatever it does instead of answering is infrastructure, and says what came.</summary>
[TestFixture]
public sealed class ClusterApiTests
{
    private const string Status = """{"kind":"Status","apiVersion":"v1","status":"Failure","message":"etcd is full","reason":"InternalError","code":500}""";

    private static IEnumerable<TestCaseData> Failures =>
    [
        Case("a status", Answer(Status), "The API server answered 500 to GET /api/v1/nodes: etcd is full"),
        Case("a proxy's page", Answer("<html>bad gateway</html>"), "The API server answered 500 to GET /api/v1/nodes: <html>bad gateway</html>"),
        Case("a status of an untyped request", new ApiServerException("GET api/v1/pods", HttpStatusCode.InternalServerError, ApiStatus.Read(Status)!),
            "The API server refused: GET api/v1/pods was answered with 500: etcd is full"),
        Case("nobody listens", new HttpRequestException("see inner exception", new SocketException((int)SocketError.ConnectionRefused)),
            "A connection failed: Connection refused"),
        Case("a private authority",
            new HttpRequestException("The SSL connection could not be established, see inner exception.", new IOException("UntrustedRoot")),
            "A connection failed: UntrustedRoot"),
        Case("an answer cut short", new HttpIOException(HttpRequestError.ResponseEnded, "The response ended prematurely."),
            "A connection failed: The response ended prematurely. (ResponseEnded)"),
        Case("no answer in time", new TaskCanceledException("A task was canceled."), "A request was not answered in time."),
        Case("no JSON", new JsonException("'<' is an invalid start"), "An answer of the cluster could not be read: '<' is an invalid start"),
    ];

    [TestCaseSource(nameof(Failures))]
    public async Task AskAsync_ServerThatDoesNotAnswer_IsInfrastructure(Exception failure, string reason)
    {
        var error = await Assert.ThrowsAsync<StageException>(() => ClusterApi.AskAsync(() => Task.FromException<int>(failure), CancellationToken.None));

        Assert.That((error!.Outcome, error.Message), Is.EqualTo((StageOutcome.Infrastructure, reason)));
    }

    [Test]
    public void AskAsync_StageThatMustEnd_IsCancelled() => Assert.That(
        () => ClusterApi.AskAsync(() => Task.FromException<int>(new OperationCanceledException()), new CancellationToken(canceled: true)),
        Throws.InstanceOf<OperationCanceledException>());

    [Test]
    public void AskAsync_DefectOfOurs_StaysOne() =>
        Assert.That(() => ClusterApi.AskAsync(() => Task.FromException<int>(new InvalidOperationException()), CancellationToken.None),
            Throws.InvalidOperationException);

    [TestCase("no yaml: [", "a")]
    [TestCase("apiVersion: v1\nkind: Config\ncontexts: []\n", "a")]
    public void Connect_KubeconfigThatCannotBeUsed_IsInfrastructureAndNamesTheOptions(string text, string context)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, text);

            var error = Assert.Throws<StageException>(() => Kubeconfig.Connect(file, context));

            Assert.That((error!.Outcome, error.Message), Is.EqualTo((StageOutcome.Infrastructure, error.Message)));
            Assert.That(error.Message, Does.StartWith("The kubeconfig cannot be used: "));
            Assert.That(error.Remedy, Does.Contain("--kubeconfig and --context"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static HttpOperationException Answer(string content) => new("Operation returned an invalid status code")
    {
        Request = new HttpRequestMessageWrapper(new HttpRequestMessage(HttpMethod.Get, "https://127.0.0.1:6443/api/v1/nodes"), ""),
        Response = new HttpResponseMessageWrapper(new HttpResponseMessage(HttpStatusCode.InternalServerError), content),
    };

    private static TestCaseData Case(string name, Exception failure, string reason) => new TestCaseData(failure, reason).SetArgDisplayNames(name);
}
