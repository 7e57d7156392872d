using Gauntlet.Faults.Tests.Scenes;
using Gauntlet.GitHubStandIn;

namespace Gauntlet.Faults.Tests.Interruptions;

/// <summary>SIGKILL in every stage: the next process says which stage did not end, and the next run cleans up and passes.</summary>
internal sealed class KillFaults : IFaultSet
{
    private static readonly StoredPullRequest PullRequest = new(7, new string('a', 40), GitHubServer.Repository, "a-branch");

    /// <inheritdoc/>
    public string Heading => "SIGKILL";

    /// <inheritdoc/>
    public IEnumerable<Fault> Faults =>
    [
        Killed("Validate"),
        Killed("Test", scene => Hold(scene, "dotnet", "sleep 300"), "--skip=ScanSecurity"),
        Killed("CreateCluster"),
        Killed("Deploy"),
        Killed("CheckHealth"),
        Killed("LoadTest"),
        Killed("ScanSecurity", scene => Hold(scene, "trivy", "case \"$1\" in *version) echo 'Version: 0.75.0';; *) sleep 300;; esac"), "--skip=Test"),
        Killed("CollectDiagnostics", _ => Task.CompletedTask, [.. Arguments.Quiet, "--threshold=p(50) < 0.0001"]) with { Verdict = Verdict.Fail },
        Killed("PostComment", HoldCommentAsync, Arguments.Quiet),
        Killed("DeleteCluster", _ => Task.CompletedTask, Arguments.Quiet),
    ];

    private static Fault Killed(string stage) => Killed(stage, _ => Task.CompletedTask, Arguments.Quiet);

    private static Fault Killed(string stage, Func<Scene, Task> prepare, params string[] skips) =>
        new($"SIGKILL in {stage}, then Verdict; a second run is clean", Verdict.Infrastructure, $"{stage}: did not end; its process was killed", async scene =>
        {
            await prepare(scene);
            await using (var run = scene.Start([.. Arguments.Load, .. skips]))
            {
                if (stage == "DeleteCluster")
                {
                    await scene.StageRunsAsync("LoadTest");
                    await scene.SignalClusterAsync("STOP");
                }

                await scene.StageRunsAsync(stage);
                if (stage is "Test" or "ScanSecurity")
                {
                    await scene.ChildIsRecordedAsync(); // what nobody knows of, the next run cannot end
                }

                await run.SignalAsync("KILL");
                await run.ExitAsync();
            }

            scene.Environment.Clear();
            var verdict = await scene.StageAsync("Verdict");
            foreach (var tool in Directory.GetFiles(scene.Copy.Tools))
            {
                File.Delete(tool);
            }

            var second = await scene.FaultlessAsync();
            Assert.That(second.ExitCode, Is.Zero, $"the second run: {second}");
            return verdict;
        });

    private static Task Hold(Scene scene, string tool, string script)
    {
        scene.Copy.AddTool(tool, script + "\n");
        return Task.CompletedTask;
    }

    /// <summary>A GitHub that asks to wait a minute.</summary>
    private static async Task HoldCommentAsync(Scene scene)
    {
        var server = scene.Keep(await GitHubServer.StartAsync());
        server.Add(PullRequest);
        server.Enqueue(GitHubStandIn.Fault.SecondaryLimit(403, 60));
        var actions = ActionsFolder.ForPullRequest(server, PullRequest);
        foreach (var (name, value) in actions.Environment)
        {
            scene.Environment[name] = value;
        }
    }
}
