using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Terminal;
using Gauntlet.Build.Tests.Pipeline;

namespace Gauntlet.Build.Tests.Terminal;

[TestFixture]
public sealed class VerdictLinesTests
{
    [TestCase("normal", "", "Verdict: fail", "  - LoadTest: p(95) < 1ms", "  skipped: PostComment: no pull request", "Report:  /a/report.html")]
    [TestCase("quiet", "Verdict: fail", "  - LoadTest: p(95) < 1ms")]
    public void Print_RunThatFailed_SaysAsMuchAsIsAskedFor(string verbosity, params string[] expected)
    {
        using var bench = new StageBench("--target=Verdict");
        bench.CakeLog.Verbosity = Enum.Parse<Cake.Core.Diagnostics.Verbosity>(verbosity, ignoreCase: true);

        new VerdictLines(bench.CakeLog).Print(new RunVerdict(StageOutcome.Fail, ["LoadTest: p(95) < 1ms"], ["PostComment: no pull request"]), "/a/report.html");

        Assert.That(bench.Lines, Is.EqualTo(expected));
    }

    [Test]
    public void Print_RunThatPassedWithoutAReport_ClaimsNone()
    {
        using var bench = new StageBench("--target=Verdict");

        new VerdictLines(bench.CakeLog).Print(new RunVerdict(StageOutcome.Pass, [], []), report: null);

        Assert.That(bench.Lines, Is.EqualTo(new[] { "", "Verdict: pass" }));
    }
}
