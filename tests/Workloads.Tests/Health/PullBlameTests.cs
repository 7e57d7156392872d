using Gauntlet.Workloads.Health;

namespace Gauntlet.Workloads.Tests.Health;

/// <summary>Texts as containerd and the registries write them; the first two were recorded on a node without a network.</summary>
public sealed class PullBlameTests
{
    [TestCase(
        "Failed to pull image \"registry.invalid.example/none:1\": rpc error: code = Unknown desc = failed to pull and unpack image "
        + "\"registry.invalid.example/none:1\": failed to resolve reference \"registry.invalid.example/none:1\": failed to do request: "
        + "Head \"https://registry.invalid.example/v2/none/manifests/1\": dial tcp: lookup registry.invalid.example on 172.18.0.1:53: "
        + "no such host")]
    [TestCase("""failed to do request: Head "http://127.0.0.1:5999/v2/none/manifests/1": dial tcp 127.0.0.1:5999: connect: connection refused""")]
    [TestCase("failed to do request: net/http: TLS handshake timeout")]
    [TestCase("unexpected status from HEAD request to https://r.example/v2/a/manifests/1: 503 Service Unavailable")]
    [TestCase("429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit")]
    [TestCase("context deadline exceeded")]
    [TestCase("failed to copy: httpReadSeeker: failed open: unexpected EOF")]
    [TestCase("tls: failed to verify certificate: x509: certificate signed by unknown authority")]
    [TestCase("""failed to fetch anonymous token: unexpected status: 502 Bad Gateway""")]
    public void Of_TextOfARegistryThatDoesNotServe_BlamesTheInfrastructure(string text) => Assert.That(PullBlame.Of(text), Is.EqualTo(Blame.Infrastructure));

    [TestCase("""failed to resolve reference "docker.io/library/none:1": docker.io/library/none:1: not found""")]
    [TestCase("pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed")]
    [TestCase("unexpected status code [manifests 1]: 403 Forbidden")]
    [TestCase("""failed to parse image: invalid reference format: repository name must be lowercase""")]
    [TestCase("no match for platform in manifest: not found")]
    [TestCase("""manifest for "r.example/timeout:1.503" : manifest unknown""", Description = "the name of the image is no reason")]
    public void Of_TextOfAnImageThatIsNotToBeHad_BlamesTheChange(string text) => Assert.That(PullBlame.Of(text), Is.EqualTo(Blame.Change));

    [TestCase("""Back-off pulling image "registry.invalid.example/not-found:404" """)]
    [TestCase("")]
    [TestCase("Error: ErrImagePull")]
    public void Of_TextWithoutAReason_BlamesNobodyYet(string text) => Assert.That(PullBlame.Of(text), Is.Null);
}
