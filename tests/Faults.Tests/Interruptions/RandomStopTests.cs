using System.Diagnostics;
using Gauntlet.Faults.Tests.Scenes;

namespace Gauntlet.Faults.Tests.Interruptions;

/// <summary>SIGTERM at random moments of a Full run.</summary>
[Category("Soak")]
public sealed class RandomStopTests
{
    private const int Full = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly string[] Work = ["Validate", "CreateCluster", "Deploy", "CheckHealth", "LoadTest"];

    [Test]
    public async Task Full_SigtermAtRandomMoments_EndsCleanWithinThirtySeconds()
    {
        var random = new Random(SoakScale.Seed());
        var length = await UndisturbedAsync();
        for (var round = 0; round < SoakScale.Of(Full); round++)
        {
            await using var scene = await Scene.CreateAsync();
            var moment = length * random.NextDouble();
            await using var run = scene.Start(Arguments.Faultless());
            await run.OutputHoldsAsync("Gauntlet run ");
            await Task.Delay(moment);
            await run.SignalAsync("TERM");

            var result = await run.ExitAsync().WaitAsync(Patience);

            await TestContext.Out.WriteLineAsync($"{round}: after {moment.TotalSeconds:0.00} s: exit code {result.ExitCode}");
            // Which stage the signal met is known only afterwards: only a run that did all of its work may pass.
            var isDone = Work.All(stage => scene.Outcome(stage) == "pass");
            Assert.That(result.ExitCode, Is.EqualTo((int)(isDone ? Verdict.Pass : Verdict.Infrastructure)), $"SIGTERM after {moment}: {result}");
            Assert.That(result.Output, Does.Contain(result.ExitCode == 0 ? "Verdict: pass" : "Verdict: infrastructure"));
            Assert.That(await Leftovers.FindAsync(scene), Is.Empty, $"SIGTERM after {moment}: {result}");
        }
    }

    /// <summary>From the run's first line to its end.</summary>
    private static async Task<TimeSpan> UndisturbedAsync()
    {
        await using var scene = await Scene.CreateAsync();
        await using var run = scene.Start(Arguments.Faultless());
        await run.OutputHoldsAsync("Gauntlet run ");
        var started = Stopwatch.GetTimestamp();
        var result = await run.ExitAsync();
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        return Stopwatch.GetElapsedTime(started);
    }
}
