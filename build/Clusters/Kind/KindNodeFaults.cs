using Gauntlet.Build.Processes;
using Gauntlet.Build.Tools;
using Gauntlet.Experiments.Chaos;

namespace Gauntlet.Build.Clusters.Kind;

/// <summary>
/// Faults in the containers that are the nodes: by a script within them, by Docker where a whole node is meant, by kubectl where it is drained.
/// </summary>
internal sealed class KindNodeFaults(BuildContext context, StageScope scope, ClusterResult cluster) : INodeFaults
{
    private const string Pause = "node-pause";
    private const string Drain = "node-drain";

    /// <summary>How long one command may take: a node that is paused answers none.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    /// <inheritdoc/>
    public string? WhyNot(string fault) => null;

    /// <inheritdoc/>
    public Task InjectAsync(Injection injection, TimeSpan guard, CancellationToken cancellation) => Task.Run(
        () =>
        {
            switch (injection.Fault)
            {
                case Pause:
                    OnNodes(injection, node => Run("docker", "pause", node));
                    break;
                case Drain:
                    OnNodes(injection, node => Kubectl("drain", node, "--ignore-daemonsets", "--delete-emptydir-data", "--force", "--timeout=60s"));
                    break;
                default:
                    InNodes("inject", injection, guard);
                    break;
            }
        },
        cancellation);

    /// <inheritdoc/>
    public Task<string?> LookAsync(Injection injection, CancellationToken cancellation) => Task.Run(
        () => injection.Fault switch
        {
            Pause => injection.Nodes.All(IsPaused) ? "Docker calls the node paused" : null,
            _ => InNodes("look", injection, TimeSpan.Zero).FirstOrDefault(line => line.Length > 0),
        },
        cancellation);

    /// <inheritdoc/>
    public async Task UndoAsync(Injection injection, CancellationToken cancellation)
    {
        // The stage may be over by now, and would start no process any more.
        scope.Enter(cancellation);
        await Task.Run(
            () =>
            {
                switch (injection.Fault)
                {
                    case Pause:
                        OnNodes(injection, node => _ = IsPaused(node) ? Run("docker", "unpause", node) : []);
                        break;
                    case Drain:
                        OnNodes(injection, node => Kubectl("uncordon", node));
                        break;
                    default:
                        InNodes("undo", injection, TimeSpan.Zero);
                        break;
                }
            },
            cancellation).ConfigureAwait(false);
        if (await LookAsync(injection, cancellation).ConfigureAwait(false) is { } still)
        {
            throw new FaultException($"{injection.Fault} is still there: {still}");
        }
    }

    /// <inheritdoc/>
    public string UndoByHand(Injection injection) => string.Join("; ", injection.Nodes.Select(node => injection.Fault switch
    {
        Pause => $"docker unpause {node}",
        Drain => $"{Clusters.Kubectl.ByHand(context)} uncordon {node}",
        _ => $"docker restart {node}",
    }));

    private static void OnNodes(Injection injection, Action<string> act)
    {
        foreach (var node in injection.Nodes)
        {
            act(node);
        }
    }

    /// <summary>Runs the script for every pod, or once for each node where the node is meant; answers what it said.</summary>
    private List<string> InNodes(string verb, Injection injection, TimeSpan guard)
    {
        var each = Faults.Find(injection.Fault)?.Reach == FaultReach.Node
            ? injection.Victims.DistinctBy(victim => victim.Node) : injection.Victims;
        return
        [
            .. each.SelectMany(victim => Run(
                "docker", ["exec", victim.Node!, "bash", "-c", NodeFaultScript.Text, .. NodeFaultScript.Arguments(verb, injection, victim, guard)])),
        ];
    }

    private bool IsPaused(string node) => Run("docker", "inspect", "--format", "{{.State.Paused}}", node).Contains("true");

    private void Kubectl(params string[] arguments) => Run(
        RunTools.Executable(context, "kubectl"),
        [.. arguments, "--kubeconfig", Kubeconfig.File(context, cluster), "--context", cluster.Context]);

    private IReadOnlyList<string> Run(string tool, params string[] arguments)
    {
        var name = $"{Path.GetFileName(tool)} {arguments[0]}";
        try
        {
            return NodeCommand.Run(context, Limit, tool, arguments) switch
            {
                null => throw new FaultException($"{name} gave no answer within {Limit.TotalSeconds:0} s"),
                { ExitCode: 0 } answer => answer.Output,
                var answer => throw new FaultException($"{name} failed: {answer.Errors}"),
            };
        }
        catch (CakeException e)
        {
            throw new FaultException(e.Message, e);
        }
    }
}
