using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Stages.ScanSecurity;
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

        Lines(bench).Print(new RunVerdict(StageOutcome.Fail, ["LoadTest: p(95) < 1ms"], ["PostComment: no pull request"]), "/a/report.html");

        Assert.That(bench.Lines, Is.EqualTo(expected));
    }

    [Test]
    public void Print_FullRun_TellsEachSkipOnceAndThoseOfOneReasonTogether()
    {
        using var bench = new StageBench("--target=Full");
        foreach (var stage in new[] { "Test", "ScanSecurity", "PostComment" })
        {
            bench.Log.End(StageCatalog.Host.Find(stage)!, States.Slot<ScanResult>(StageOutcome.Skipped, "why"));
        }

        Lines(bench).Print(
            new RunVerdict(
                StageOutcome.Pass, [],
                ["Test: left out by --skip=Test", "ScanSecurity: left out by --skip=ScanSecurity", "PostComment: no pull request", "DeleteCluster: kept"]),
            report: null);

        Assert.That(bench.Lines, Is.EqualTo(new[] { "", "Verdict: pass", "  skipped: Test, ScanSecurity: left out by --skip; PostComment: no pull request" }));
    }

    [Test]
    public void Print_RunThatWasInterrupted_IsCalledSo()
    {
        using var bench = new StageBench("--target=Full");
        bench.Control.Listen();
        bench.Signals.Send("SIGINT");

        Lines(bench).Print(new RunVerdict(StageOutcome.Infrastructure, [], []), report: null);

        Assert.That(bench.Lines, Is.EqualTo(new[] { "", "Verdict: infrastructure (interrupted by SIGINT)" }));
    }

    [Test]
    public void Print_RunThatPassedWithoutAReport_ClaimsNone()
    {
        using var bench = new StageBench("--target=Verdict");

        Lines(bench).Print(new RunVerdict(StageOutcome.Pass, [], []), report: null);

        Assert.That(bench.Lines, Is.EqualTo(new[] { "", "Verdict: pass" }));
    }

    private static VerdictLines Lines(StageBench bench) => new(bench.CakeLog, bench.Log, bench.Control);
}
