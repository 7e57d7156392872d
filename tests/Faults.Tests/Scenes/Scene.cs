using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Faults.Tests.Scenes;

/// <summary>
/// Where a fault happens: a copy of the project, a home, a temporary folder, and a mark in the environment by which every process
/// that is started here, by whomever, is found again.
/// </summary>
internal sealed class Scene : IAsyncDisposable
{
    /// <summary>The environment variable that holds the mark.</summary>
    public const string MarkVariable = "FAULT_SCENE";

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);
    private readonly List<IAsyncDisposable> _guests = [];

    private Scene(ProjectCopy copy, IReadOnlyList<string> networks) => (Copy, Networks) = (copy, networks);

    /// <summary>The project.</summary>
    public ProjectCopy Copy { get; }

    /// <summary>Names every process of the scene.</summary>
    public string Mark { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Docker's networks before the fault.</summary>
    public IReadOnlyList<string> Networks { get; }

    /// <summary>The temporary folder of every process.</summary>
    public string Temporary => Path.Combine(Copy.Home, "tmp");

    /// <summary>The user's own kubeconfig, which speaks of another cluster and which nobody may touch.</summary>
    public string ForeignKubeconfig => Path.Combine(Copy.Home, "home", ".kube", "config");

    /// <summary>Further variables of the next run.</summary>
    public Dictionary<string, string?> Environment { get; } = [];

    /// <summary>A command that runs the host in its turn, such as setpriv; empty for none.</summary>
    public IReadOnlyList<string> Under { get; set; } = [];

    public static async Task<Scene> CreateAsync()
    {
        var scene = new Scene(ProjectCopy.Create(), await Docker.NetworksAsync());
        Directory.CreateDirectory(scene.Temporary);
        Directory.CreateDirectory(Path.GetDirectoryName(scene.ForeignKubeconfig)!);
        await File.WriteAllTextAsync(scene.ForeignKubeconfig, Foreign.Kubeconfig);
        return scene;
    }

    /// <summary>Another checkout of the same user: it shares the cache and the name of the cluster.</summary>
    public static async Task<Scene> BesideAsync(Scene first)
    {
        var scene = await CreateAsync();
        scene.Environment["XDG_CACHE_HOME"] = first.Copy.Cache;
        scene.Environment["GAUNTLET_CLUSTER_NAME"] = first.Copy.ClusterName;
        return scene;
    }

    /// <summary>All stages on the embedded cluster, with just enough load for the thresholds.</summary>
    public Task<PipelineResult> FullAsync(params string[] more) => RunAsync(Arguments.Full(more));

    /// <summary>The same with a load that passes however busy the machine is: for runs without a fault.</summary>
    public Task<PipelineResult> FaultlessAsync(params string[] more) => RunAsync(Arguments.Faultless(more));

    /// <summary>One stage.</summary>
    public Task<PipelineResult> StageAsync(string stage, params string[] more) => RunAsync([$"--target={stage}", .. more]);

    /// <summary>Validate on the embedded cluster.</summary>
    public Task<PipelineResult> ValidateAsync(params string[] more) => StageAsync("Validate", ["--cluster=embedded", "--skip=ScanSecurity", .. more]);

    /// <summary>Runs the stages in processes of their own up to and with the last one, each of which must pass.</summary>
    public async Task PassAsync(params string[] stages)
    {
        foreach (var stage in stages)
        {
            var run = stage == "Validate" ? await ValidateAsync() : await StageAsync(stage);
            Assert.That(run.ExitCode, Is.Zero, $"{stage} before the fault: {run}");
        }
    }

    public async Task<PipelineResult> RunAsync(IEnumerable<string> arguments)
    {
        await using var process = Start(arguments);
        return await process.ExitAsync();
    }

    public PipelineProcess Start(IEnumerable<string> arguments) => Copy.Start(
        arguments,
        new Dictionary<string, string?>(Environment)
        {
            [MarkVariable] = Mark,
            ["HOME"] = Path.Combine(Copy.Home, "home"),
            ["TMPDIR"] = Temporary,
            ["KUBECONFIG"] = ForeignKubeconfig,
        },
        Under);

    /// <summary>Waits until a stage is under way.</summary>
    /// <exception cref="TimeoutException">It never was.</exception>
    public Task StageRunsAsync(string stage) => Condition.HoldsAsync($"{stage} runs", Deadline, () => Outcome(stage) == "running");

    /// <summary>Waits until the record of a child process is complete: one that starts in the moment of a SIGKILL stays unknown.</summary>
    public Task ChildIsRecordedAsync()
    {
        var folder = Path.Combine(Copy.Cache, "gauntlet", "children");
        return Condition.HoldsAsync("a child is recorded", Deadline, () =>
        {
            try
            {
                return Directory.GetFiles(folder, "*.json").Any(file => File.ReadAllText(file).EndsWith('}'));
            }
            catch (IOException)
            {
                return false; // none yet, or one that has just ended
            }
        });
    }

    /// <summary>The outcome in a stage's slot; null where there is none.</summary>
    public string? Outcome(string stage)
    {
        try
        {
            var state = JsonNode.Parse(File.ReadAllText(Copy.Artifact("state.json")));
            return (string?)state?[JsonNamingPolicy.CamelCase.ConvertName(stage)]?["outcome"];
        }
        catch (Exception e) when (e is IOException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>True when artifacts/diagnostics tells of a fault: what its line says after the stage, up to the first bracket.</summary>
    public bool EvidenceOf(string line)
    {
        var stages = Copy.Artifact("diagnostics", "stages.txt");
        var reason = line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..].Split('<')[0];
        return File.Exists(stages) && File.ReadAllText(stages).Contains(reason, StringComparison.Ordinal);
    }

    /// <summary>Sends a signal, such as KILL or STOP, to the process of the embedded cluster.</summary>
    public async Task SignalClusterAsync(string signal)
    {
        var endpoint = JsonNode.Parse(await File.ReadAllTextAsync(Copy.Artifact("embedded-cluster", "endpoint.json")))!;
        await Shell.RunAsync("kill", "-" + signal, ((int)endpoint["pid"]!).ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Something that lives as long as the scene.</summary>
    public T Keep<T>(T guest)
        where T : IAsyncDisposable
    {
        _guests.Add(guest);
        return guest;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var guest in _guests)
        {
            await guest.DisposeAsync();
        }

        foreach (var process in MarkedProcess.Find(this))
        {
            process.Kill();
        }

        await Copy.DisposeAsync();
    }
}
