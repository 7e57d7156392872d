using Gauntlet.Faults.Tests.Scenes;

namespace Gauntlet.Faults.Tests.Interruptions;

/// <summary>A run that is told to stop.</summary>
internal sealed class StopFaults : IFaultSet
{
    // A machine that is busy with other tests may take longer than one that runs this alone.
    private static readonly TimeSpan CiPatience = TimeSpan.FromSeconds(SoakScale.IsFull ? 5 : 15);

    /// <inheritdoc/>
    public string Heading => "Signals";

    /// <inheritdoc/>
    public IEnumerable<Fault> Faults =>
    [
        Signalled("SIGTERM while a Full run waits for health", "CheckHealth: interrupted by SIGTERM", "CheckHealth", ["TERM"], "--fault=never-ready")
            with { LeavesEvidence = true },
        Signalled("Ctrl-C while a Full run sends load", "LoadTest: interrupted by SIGINT", "LoadTest", ["INT"], "--duration=60s")
            with { LeavesEvidence = true },
        Signalled("Ctrl-C twice", "CollectDiagnostics: interrupted by SIGINT", "CheckHealth", ["INT", "INT"], "--fault=never-ready"),
        new("SIGTERM from a cancelled CI job while a stage runs: it records what it has and ends within 5 s; the steps after it collect and delete",
            Verdict.Infrastructure, "CheckHealth <time> infrastructure: interrupted by SIGTERM", async scene =>
        {
            await scene.PassAsync("Validate");
            scene.Environment["CI"] = "true";
            var create = await scene.StageAsync("CreateCluster", "--fault=never-ready");
            Assert.That(create.ExitCode, Is.Zero, create.ToString());
            await scene.PassAsync("Deploy");
            await using var stage = scene.Start(["--target=CheckHealth"]);
            await scene.StageRunsAsync("CheckHealth");
            await stage.SignalAsync("TERM");
            var run = await stage.ExitAsync().WaitAsync(CiPatience);
            await scene.PassAsync("CollectDiagnostics", "DeleteCluster");
            return run;
        }) { LeavesEvidence = true },
    ];

    private static Fault Signalled(string cause, string line, string stage, string[] signals, params string[] more) =>
        new(cause, Verdict.Infrastructure, line, async scene =>
        {
            await using var run = scene.Start(Arguments.Full(more));
            await scene.StageRunsAsync(stage);
            foreach (var signal in signals)
            {
                await run.SignalAsync(signal);
                await run.OutputHoldsAsync($"interrupted by SIG{signal}"); // a second one before the first was taken would be lost
            }

            return await run.ExitAsync();
        });
}
