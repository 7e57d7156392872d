using Gauntlet.PullRequests.Comments;

namespace Gauntlet.PullRequests.Tests.Comments;

internal sealed class CommentMarkerTests
{
    private static readonly RunFigures Figures = new() { Sha = new string('a', 40), RunId = 5, Attempt = 1, Verdict = "fail", P95 = 12.5, Success = 0.999 };

    [Test]
    public void TryParse_WhatRenderWrote_GivesTheSame()
    {
        var marker = new CommentMarker { Figures = Figures, Previous = Figures with { RunId = 4 } };

        Assert.That(CommentMarker.TryParse(marker.Render() + "\nbody", out var read), Is.True);
        Assert.That(read, Is.EqualTo(marker));
    }

    [Test]
    public void Render_ValueThatWouldEndTheComment_IsEscaped() =>
        Assert.That(
            new CommentMarker { Figures = Figures with { Verdict = "--><img src=x>" } }.Render().IndexOf("-->", StringComparison.Ordinal),
            Is.GreaterThan(100));

    [TestCase("\"schema\":1", "\"schema\":2")]
    [TestCase("\"p95\":12.5", "\"p95\":-1")]
    [TestCase("\"success\":0.999", "\"success\":2")]
    [TestCase("\"verdict\":\"fail\"", "\"verdict\":\"@everyone\"")]
    [TestCase("\"run\":5", "\"run\":\"x\"")]
    [TestCase("\"sha\":\"a", "\"sha\":\"<")]
    public void TryParse_ForeignOrDamagedFigures_GivesNone(string from, string to)
    {
        var text = new CommentMarker { Figures = Figures }.Render();

        Assert.That(text, Does.Contain(from));
        Assert.That(CommentMarker.TryParse(text.Replace(from, to, StringComparison.Ordinal), out _), Is.False);
    }
}
