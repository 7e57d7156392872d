using Gauntlet.Workloads.Diagnostics;

namespace Gauntlet.Workloads.Tests.Diagnostics;

public sealed class RedactorTests
{
    private static readonly Redactor Redactor = new(["s3cret-of-this-run", "x"]);

    [TestCase("key: -----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nnext", "MIIE", TestName = "Redact_PrivateKey_IsGone")]
    [TestCase("-----BEGIN EC PRIVATE KEY-----\nMIIE", "MIIE", TestName = "Redact_PrivateKeyThatIsCutOff_IsGone")]
    [TestCase("    client-key-data: LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tLQo=", "LS0t", TestName = "Redact_ClientKey_IsGone")]
    [TestCase("  tls.key: LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0tCk1JSUV2UUlCQURBTkJn", "JSUV2UUlCQURBTkJn", TestName = "Redact_EncodedPrivateKey_IsGone")]
    [TestCase("LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0tCk1JSUV2UUlCQURBTkJn\n  a3Foa2lHOXcwQkFRRUZBQVNDQktjd2dnU2pBZ0VBQW9JQkFRQzd2WkpQ\n  bGFzdA==\n", "bGFzdA",
        TestName = "Redact_EncodedPrivateKeyInLines_IsGone")]
    [TestCase("DATABASE_URL: postgres://app:hunter22@db:5432/app", "hunter22", TestName = "Redact_PasswordOfAnAddress_IsGone")]
    [TestCase("Authorization: Bearer abcdef123456", "abcdef123456", TestName = "Redact_BearerToken_IsGone")]
    [TestCase("GITHUB_TOKEN=abcdef123456", "abcdef123456", TestName = "Redact_Assignment_IsGone")]
    [TestCase("\"password\": \"hunter22\"", "hunter22", TestName = "Redact_JsonPassword_IsGone")]
    [TestCase("push to https://ghp_0123456789abcdef0123@github.com", "ghp_0123456789abcdef0123", TestName = "Redact_GitHubToken_IsGone")]
    [TestCase("got eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJrdWJl.c2lnbmF0dXJl", "eyJpc3MiOiJrdWJl", TestName = "Redact_WebToken_IsGone")]
    [TestCase("kubeadm join --token abcdef.0123456789abcdef", "0123456789abcdef", TestName = "Redact_BootstrapToken_IsGone")]
    [TestCase("said s3cret-of-this-run aloud", "s3cret-of-this-run", TestName = "Redact_KnownSecret_IsGone")]
    public void Redact_Credential_IsGone(string text, string secret)
    {
        Assert.That(text, Does.Contain(secret));
        Assert.That(Redactor.Redact(text), Does.Not.Contain(secret).And.Contain("(redacted)"));
    }

    [TestCase("automountServiceAccountToken: false")]
    [TestCase("secretName: tls-of-foo")]
    [TestCase("http://foo.localhost:8080/a@b?c=d:e@f")]
    [TestCase("image: hashicorp/http-echo:1.0.0@sha256:fcb75f691c8b0414d670ae570240cbf95502cc18a9ba57e982ecac589760a186")]
    [TestCase("Get \"http://10.244.1.7:1/health\": dial tcp 10.244.1.7:1: connect: connection refused")]
    public void Redact_OrdinaryText_Stays(string text) => Assert.That(Redactor.Redact(text), Is.EqualTo(text));
}
