using Gauntlet.GitHubStandIn;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Workflows.Tests.Replay;

/// <summary>A checkout, a stand-in for GitHub with one pull request, and a runner for the jobs of its workflows.</summary>
internal sealed class ReplayBench : IAsyncDisposable
{
    public const string Sha = "1111111111111111111111111111111111111111";

    private readonly ActionsFolder _event;

    private ReplayBench(GitHubServer server, ActionsFolder happened) => (Server, _event) = (server, happened);

    public GitHubServer Server { get; }

    public ProjectCopy Copy { get; } = ProjectCopy.Create();

    public Artifacts Artifacts => new(Path.Combine(Copy.Home, "artifacts of the run"));

    /// <summary>What the jobs run with beside what the workflow says: the embedded cluster, a short load that a busy machine stands, no test suite.</summary>
    public Dictionary<string, string?> Overrides { get; } = new()
    {
        ["GAUNTLET_CLUSTER"] = "embedded",
        ["GAUNTLET_SKIP"] = "Test",
        ["GAUNTLET_REQUESTS"] = "400",
        ["GAUNTLET_WARM_UP"] = "50",
        ["GAUNTLET_THRESHOLD"] = "errors.rate < 1%",
    };

    /// <summary>A bench for a pull request from a branch of the repository.</summary>
    public static async Task<ReplayBench> StartAsync(StoredPullRequest pull, Func<GitHubServer, ActionsFolder> happened)
    {
        var server = await GitHubServer.StartAsync();
        server.Add(pull);
        var bench = new ReplayBench(server, happened(server));
        bench.Copy.AddTrivy();
        AddLauncher(bench.Copy);
        return bench;
    }

    /// <summary>Replays a job of a workflow in the checkout.</summary>
    public async Task<JobRun> RunAsync(string workflow, string job, Func<GitHubServer, ActionsFolder>? happened = null)
    {
        using var other = happened?.Invoke(Server);
        var environment = (other ?? _event).Environment.Concat(Overrides)
            .Concat(Workflow.Read(workflow).Environment.ToDictionary(pair => pair.Key, pair => (string?)pair.Value)).ToDictionary();
        var run = await new JobRunner(Copy, Artifacts, environment).RunAsync(Workflow.Read(workflow).Job(job));
        await TestContext.Out.WriteLineAsync(run.ToString());
        return run;
    }

    /// <summary>The copy's build.sh: the host is built already, so that it only forwards its arguments.</summary>
    private static void AddLauncher(ProjectCopy copy)
    {
        File.WriteAllText(copy.PathOf("build.sh"), $"#!/bin/sh\nexec dotnet '{Checkout.Host}' --working='{copy.Root}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(copy.PathOf("build.sh"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Copy.DisposeAsync();
        await Server.DisposeAsync();
        _event.Dispose();
    }
}
