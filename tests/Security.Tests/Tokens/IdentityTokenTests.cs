using System.Text.Json.Nodes;
using Gauntlet.Security.Tokens;

namespace Gauntlet.Security.Tests.Tokens;

[TestFixture]
internal sealed class IdentityTokenTests
{
    private const string Names = "repo:octo/demo:environment:staging";
    private const string Numbers = "repo:octo@11/demo@22:environment:staging";
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);
    private LocalIssuer _issuer = null!;

    [SetUp]
    public void CreateIssuer() => _issuer = new LocalIssuer();

    [TearDown]
    public void DisposeIssuer() => _issuer.Dispose();

    [TestCase(Numbers, Names)]
    [TestCase(Names, Numbers)]
    public void Explain_PolicyOfTheOtherForm_PrintsBothSubjectsAndBothAudiences(string actual, string expected)
    {
        var token = IdentityToken.Read(_issuer.Issue(actual, "gauntlet", Now.AddMinutes(5).ToUnixTimeSeconds()))!;

        Assert.That(token.Forms, Is.EqualTo(new[] { Names, Numbers }));
        Assert.That(token.Explain(expected, "sts.amazonaws.com", Now), Is.EqualTo(new[]
        {
            $"subject:  actual '{actual}', expected '{expected}'",
            "audience: actual 'gauntlet', expected 'sts.amazonaws.com'",
            "issuer:   'https://token.actions.example.test'",
            "The policy expects the other of GitHub's two forms of a subject: write the actual one into it.",
        }));
    }

    [Test]
    public void Explain_WithoutAnExpectation_NamesTheFormThatWouldNeverMatch()
    {
        var token = IdentityToken.Read(_issuer.Issue(Numbers, new JsonArray("a", "b"), Now.AddMinutes(-1).ToUnixTimeSeconds()))!;

        Assert.That(token.Explain(null, "b", Now), Is.EqualTo(new[]
        {
            $"subject:  actual '{Numbers}'",
            "audience: actual 'a', 'b', as expected",
            "issuer:   'https://token.actions.example.test'",
            $"A policy written for the other of GitHub's two forms expects '{Names}', and never matches.",
            "It has expired at 2026-11-29 11:59:00 UTC; a token of a job lives for minutes.",
        }));
    }

    [TestCase("repo:octo/demo:pull_request", "repo:octo@11/demo@22:pull_request")]
    [TestCase("repo:octo/demo:ref:refs/heads/main", "repo:octo@11/demo@22:ref:refs/heads/main")]
    public void Forms_OfEveryKindOfSubject_KeepWhatStandsBehindTheRepository(string names, string numbers) =>
        Assert.That(IdentityToken.Read(_issuer.Issue(names, "a", 0))!.Forms, Is.EqualTo(new[] { names, numbers }));

    [TestCase("")]
    [TestCase("a secret that is no token")]
    [TestCase("a.b.c")]
    [TestCase("a.e30.c")]
    [TestCase("a.W10.c")]
    public void Read_NoToken_IsNull(string text) => Assert.That(IdentityToken.Read(text), Is.Null);

    [Test]
    public void Read_ClaimsOfAnotherType_AreLeftOut()
    {
        var token = IdentityToken.Read(_issuer.Sign(JsonNode.Parse("""{"sub":"s","aud":[1,"a"],"iss":2,"exp":"never","repository":[]}""")!))!;

        Assert.That((token.Issuer, token.Subject, token.Audiences.Single(), token.Expires, token.Forms.Count),
            Is.EqualTo(("", "s", "a", (DateTimeOffset?)null, 0)));
    }
}
