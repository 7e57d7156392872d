using Gauntlet.Build.Stages.LoadTest;
using Gauntlet.Build.Tests.Pipeline;
using Gauntlet.Checks;
using Gauntlet.LoadGenerator;

namespace Gauntlet.Build.Tests.Stages.LoadTest;

[TestFixture]
public sealed class LoadSummaryTests
{
    [TestCase("warm-up 2s of 3s, 990/s, p99 1.50 ms, 4 failed", true)]
    [TestCase("measuring 2s of 15s, 990/s, p99 1.50 ms, 4 failed", false)]
    [TestCase("measuring 2s of 30s, 990/s, p99 1.50 ms, 4 failed", false, "--stages=10s:200,20s:1000")]
    [TestCase("measuring 1,004 of 5,000 requests, 990/s, p99 1.50 ms, 4 failed", false, "--requests=5000")]
    [TestCase("warm-up 2s, 990/s, p99 1.50 ms, 4 failed", true, "--warm-up=500")]
    public void Live_Load_SaysHowMuchOfItThereIs(string expected, bool isWarmUp, params string[] options)
    {
        using var bench = new StageBench(["--target=LoadTest", .. options]);
        var progress = new LoadProgress(TimeSpan.FromSeconds(2.7), isWarmUp, 990, TimeSpan.FromMilliseconds(1.5), 1000, 4);

        Assert.That(LoadSummary.Live(progress, bench.Context.Options), Is.EqualTo(expected));
    }

    [Test]
    public void Lines_LoadThatPassed_AreItsRoutesAndOneLineForTheRest()
    {
        var lines = Lines("p(95) < 250ms", "errors.rate < 0.1%").ToList();

        Assert.That(lines, Has.Count.EqualTo(2));
        Assert.That(lines[0], Does.Match(@"^foo  p50 +1\.05 ms  p95 +1\.09 ms  p99 +1\.10 ms  max +1\.10 ms  0 of 15,000 failed$"));
        Assert.That(lines[1], Does.Match(@"^[0-9.]+ ms [▁▂▃▄▅▆▇█ ]+ [0-9.]+ ms  ✓ p\(95\) < 250ms: 1\.09 ms  ✓ errors\.rate < 0\.1%: 0 %$"));
    }

    [Test]
    public void Lines_BrokenThreshold_EachHasALineWithItsValue() =>
        Assert.That(Lines("p(95) < 1ms", "errors.rate < 0.1%").Skip(2), Is.EqualTo(new[] { "✗ p(95) < 1ms: 1.09 ms", "✓ errors.rate < 0.1%: 0 %" }));

    [Test]
    public void Lines_ManyRoutes_TheWorstOnesAreShown()
    {
        var one = Figures.Good().Routes[0];
        var routes = Enumerable.Range(1, 20).Select(number => one with { Name = $"route{number}", Failures = number == 13 ? 1 : 0 });

        var lines = LoadSummary.Lines(Figures.Good() with { Routes = [.. routes] }).ToList();

        Assert.That(lines[0], Does.StartWith("route13  ").And.EndWith("1 of 15,000 failed"));
        Assert.That(lines[6], Is.EqualTo("and 14 routes that were better, in the report"));
        Assert.That(lines, Has.Count.EqualTo(8));
    }

    private static IEnumerable<string> Lines(params string[] thresholds)
    {
        var metrics = Figures.Good();
        return LoadSummary.Lines(metrics with { Thresholds = [.. Thresholds.Evaluate(metrics, [.. thresholds.Select(text => Thresholds.Parse(text))])] });
    }
}
