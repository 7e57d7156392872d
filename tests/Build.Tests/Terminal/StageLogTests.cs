using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Stages.DeleteCluster;
using Gauntlet.Build.Stages.Deploy;
using Gauntlet.Build.Stages.LoadTest;
using Gauntlet.Build.Stages.ScanSecurity;
using Gauntlet.Build.Tests.Pipeline;
using Gauntlet.HostBench;

namespace Gauntlet.Build.Tests.Terminal;

[TestFixture]
public sealed class StageLogTests
{
    private const string Erase = "\r\e[K";

    [Test]
    public void Progress_SaidOnceAtTheBeginning_IsRepeatedUntilTheStageEnds()
    {
        using var bench = new StageBench("--target=ScanSecurity");
        bench.Log.Begin(Stage("ScanSecurity"), CancellationToken.None);
        bench.Log.Progress("scanning");
        Assert.That(bench.Lines, Has.None.Contains("scanning"), "it may take no time at all");

        Wait(bench, seconds: 25);
        bench.Log.End(Stage("ScanSecurity"), States.Slot<ScanResult>(StageOutcome.Pass));
        Wait(bench, seconds: 25);

        Assert.That(bench.Lines.Where(line => line.Contains("scanning")),
            Is.EqualTo(new[] { "  ScanSecurity           10s  scanning", "  ScanSecurity           20s  scanning" }));
    }

    [Test]
    public void Progress_OnATerminal_IsOneLineThatCountsAndThenGivesWay()
    {
        using var bench = new StageBench(new TestTerminal { IsInteractive = true, Width = 100 }, "--target=ScanSecurity");
        bench.Log.Begin(Stage("ScanSecurity"), CancellationToken.None);
        bench.Log.Progress("scanning");

        Wait(bench, seconds: 2);
        bench.Log.End(Stage("ScanSecurity"), States.Slot<ScanResult>(StageOutcome.Pass, "no findings"));

        Assert.That(bench.Terminal.Output, Is.EqualTo(
            $"{Erase}  ScanSecurity            1s  scanning{Erase}  ScanSecurity            2s  scanning"
            + $"{Erase}\e[32m✓ ScanSecurity            1s  \e[0mno findings\n"));
    }

    [Test]
    public void Begin_StageThatSaysNothing_HasALiveLineWithinASecond()
    {
        using var bench = new StageBench(new TestTerminal { IsInteractive = true, Width = 100 }, "--target=ScanSecurity");
        bench.Log.Begin(Stage("ScanSecurity"), CancellationToken.None);

        Wait(bench, seconds: 1);

        Assert.That(bench.Terminal.Output, Does.StartWith($"{Erase}  ScanSecurity            1s  scan the code base with Trivy"));
        Assert.That(bench.Log.Activity!.Doing, Is.Null, "it did not say so itself");
    }

    [TestCase("--target=Full", "", "ScanSecurity")]
    [TestCase("--target=ScanSecurity", "- ScanSecurity             -  skipped: no trivy")]
    public void End_SkippedStage_HasItsLineWhereNoVerdictFollows(string target, string expected, params string[] left)
    {
        using var bench = new StageBench(target);

        bench.Log.End(Stage("ScanSecurity"), States.Slot<ScanResult>(StageOutcome.Skipped, "no trivy"));

        Assert.That(string.Join('\n', bench.Lines), Is.EqualTo(expected));
        Assert.That(bench.Log.LeftToTheEnd, Is.EquivalentTo(left));
    }

    [Test]
    public void End_ClusterThatIsKept_IsToldAtOnce()
    {
        using var bench = new StageBench("--target=Full");

        bench.Log.End(Stage("DeleteCluster"), States.Slot<TeardownResult>(StageOutcome.Skipped, "kept by --keep-cluster"));

        Assert.That(bench.Lines, Is.EqualTo(new[] { "- DeleteCluster            -  skipped: kept by --keep-cluster" }));
    }

    [TestCase(StageOutcome.Pass, "✓ Deploy                  1s  it broke")]
    [TestCase(StageOutcome.Skipped, "- Deploy                   -  skipped: it broke")]
    [TestCase(StageOutcome.Inconclusive, "? Deploy                  1s  inconclusive: it broke")]
    [TestCase(StageOutcome.Fail, "✗ Deploy                  1s  fail: it broke")]
    [TestCase(StageOutcome.Usage, "✗ Deploy                  1s  usage: it broke")]
    [TestCase(StageOutcome.Infrastructure, "✗ Deploy                  1s  infrastructure: it broke")]
    public void End_Outcome_IsOneLine(StageOutcome outcome, string expected)
    {
        using var bench = new StageBench("--target=Deploy");

        bench.Log.End(Stage("Deploy"), States.Slot<DeployResult>(outcome, "it broke"));

        Assert.That(bench.Lines, Is.EqualTo(new[] { expected }));
    }

    [Test]
    public void End_Problem_IsFollowedByItsRemedyAndTheLastOfItsEvidence()
    {
        using var bench = new StageBench("--target=Deploy");
        var problem = new StageProblem("it broke", "fix it", ["it broke", .. Enumerable.Range(1, 20).Select(number => $"line {number}")]);

        bench.Log.End(Stage("Deploy"), States.Slot<DeployResult>(StageOutcome.Fail, "it broke") with { Problem = problem });

        var margin = new string(' ', 30);
        Assert.That(bench.Lines.Skip(1), Is.EqualTo(new[] { margin + "fix it" }.Concat(Enumerable.Range(6, 15).Select(number => $"{margin}| line {number}"))));
    }

    [TestCase("quiet", false)]
    [TestCase("normal", true)]
    public void End_StageThatPasses_IsQuietWhereThatIsAskedFor(string verbosity, bool written)
    {
        using var bench = new StageBench("--target=Deploy");
        bench.CakeLog.Verbosity = Enum.Parse<Cake.Core.Diagnostics.Verbosity>(verbosity, ignoreCase: true);

        bench.Log.End(Stage("Deploy"), States.Slot<DeployResult>(StageOutcome.Pass));
        bench.Log.End(Stage("LoadTest"), States.Slot<LoadResult>(StageOutcome.Fail));

        Assert.That(bench.Lines, Has.Count.EqualTo(written ? 2 : 1).And.Some.Contains("LoadTest"));
    }

    [Test]
    public void Write_TextWithASecret_HidesIt()
    {
        using var bench = new StageBench("--target=Deploy");

        bench.Log.PrintForeign([$"Authorization: {bench.Mask.Values[0]}"]);

        Assert.That(bench.Lines, Is.EqualTo(new[] { new string(' ', 30) + "| Authorization: ***" }));
    }

    private static StageInfo Stage(string name) => StageCatalog.Host.Find(name)!;

    private static void Wait(StageBench bench, int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            bench.Time.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
