using Gauntlet.Build.State;
using Gauntlet.Build.Tests.State;

namespace Gauntlet.Build.Tests.Lifetime;

[TestFixture]
public sealed class StageLogTests
{
    [Test]
    public void Progress_SaidOnceAtTheBeginning_IsRepeatedUntilTheStageEnds()
    {
        using var bench = new StageBench("--target=ScanSecurity");
        bench.Log.Begin("ScanSecurity");
        bench.Log.Progress("scanning");
        Assert.That(bench.Lines, Has.None.Contains("scanning"), "it may take no time at all");

        Wait(bench, seconds: 25);
        bench.Log.End("ScanSecurity", States.Slot<ScanResult>(StageOutcome.Pass));
        Wait(bench, seconds: 25);

        Assert.That(bench.Lines.Where(line => line.Contains("scanning")), Is.EqualTo(new[] { "  ScanSecurity           10s  scanning", "  ScanSecurity           20s  scanning" }));
    }

    private static void Wait(StageBench bench, int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            bench.Time.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
