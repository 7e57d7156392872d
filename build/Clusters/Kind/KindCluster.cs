using Gauntlet.Build.Ci;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Processes;
using Gauntlet.Build.Terminal;
using Gauntlet.Build.Tools;
using Gauntlet.Experiments.Chaos;
using Gauntlet.Experiments.Resources;
using Gauntlet.Workloads.Policies;
using k8s;

namespace Gauntlet.Build.Clusters.Kind;

/// <summary>A real three-node cluster in Docker containers.</summary>
public sealed class KindCluster(StageLog stages, ClusterLock clusterLock, CiFiles ci, CommandJournal journal, StageScope scope, TimeProvider time) : ICluster
{
    internal const string Name = "kind";

    private const int Nodes = 3;

    /// <inheritdoc/>
    public string Kind => Name;

    /// <inheritdoc/>
    public IReadOnlyList<ClusterTool> Tools { get; } = [new(ToolPins.Kind), new(ToolPins.Kubectl)];

    /// <inheritdoc/>
    public string? WhyNotAuto(BuildContext context, Predicate<ToolPin> isHere)
    {
        ArgumentNullException.ThrowIfNull(isHere);
        return DockerEngine.Version(context) is null ? "no Docker engine answers"
            : isHere(ToolPins.Kind) ? null
            : "kind is neither on PATH nor cached";
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> FindObstaclesAsync(BuildContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        var obstacles = new List<string>();
        if (DockerEngine.Version(context) is null)
        {
            obstacles.Add("No Docker engine answers. Start Docker (and join its group), or use --cluster=embedded, which needs none.");
            return Task.FromResult<IReadOnlyList<string>>(obstacles);
        }

        obstacles.AddRange(TakenPorts(context));
        return Task.FromResult<IReadOnlyList<string>>(obstacles);
    }

    private IEnumerable<string> TakenPorts(BuildContext context)
    {
        var options = context.Options;
        var ours = string.Join(' ', journal.Run(() => DockerEngine.PublishedPorts(context, options.Of(ClusterOptions.Name))));
        return PortProbe.Obstacles(options, option => ours.Contains($":{options.Of(option)}->", StringComparison.Ordinal));
    }

    /// <inheritdoc/>
    public async Task<ClusterResult> CreateAsync(BuildContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        var (options, paths) = (context.Options, context.Paths);
        var (name, http, https) = (options.Of(ClusterOptions.Name), options.Of(ClusterOptions.HttpPort), options.Of(ClusterOptions.HttpsPort));
        await DeleteAsync(context, name, cancellation).ConfigureAwait(false);
        var image = options.Of(KindOptions.NodeImage) ?? ToolPins.NodeImage;
        KindConfig.Render(paths.KindTemplate, paths.KindConfig, http, https);
        stages.Progress($"kind creates {Nodes} nodes from {image}");
        // Another run may have taken a port since Validate looked.
        Run(context, failed => string.Join(' ', TakenPorts(context)) is { Length: > 0 } taken ? failed.AsFailure(taken) : null,
            "create", "cluster", "--name", name, "--image", image,
            "--config", paths.KindConfig, "--kubeconfig", paths.Kubeconfig, "--retain", "--wait", "120s");
        Kubeconfig.Protect(paths.Kubeconfig);
        ci.Export("KUBECONFIG", paths.Kubeconfig);
        foreach (var local in options.Of(KindOptions.LoadImages))
        {
            stages.Progress($"loading {local} into the nodes");
            RequireImage(context, local);
            Load(context, local);
        }

        using var client = Kubeconfig.Connect(paths.Kubeconfig, $"kind-{name}");
        var (nodes, version) = await ClusterApi.DescribeAsync(client, cancellation).ConfigureAwait(false);
        return nodes.Count == Nodes
            ? new ClusterResult(Kind, name, "kubeconfig", $"kind-{name}", $"127.0.0.1:{http}", $"127.0.0.1:{https}",
                nodes, image, version, null)
            : throw new StageException(
                StageOutcome.Infrastructure, $"kind made {nodes.Count} nodes where {Nodes} were asked for.",
                $"See {context.Paths.Named(context.Paths.Diagnostics)} for the logs of kind.");
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> DeleteAsync(BuildContext context, string name, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        clusterLock.Take(name);
        var containers = journal.Run(() => DockerEngine.ContainersOfCluster(context, name));
        if (containers.Count > 0)
        {
            Run(context, "delete", "cluster", "--name", name, "--kubeconfig", context.Paths.Kubeconfig);
        }

        var removed = containers.Select(container => $"container {container}").ToList();
        removed.AddRange(Kubeconfig.Remove(context.Paths.Kubeconfig, $"kind-{name}"));
        return Task.FromResult<IReadOnlyList<string>>(removed);
    }

    /// <inheritdoc/>
    public Task ExportLogsAsync(BuildContext context, string folder, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        var name = ClusterOptions.NameOf(context);
        if (journal.Run(() => DockerEngine.ContainersOfCluster(context, name)).Count > 0)
        {
            Run(context, "export", "logs", folder, "--name", name);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public IResourceSource Resources(BuildContext context, ClusterResult cluster, IKubernetes client)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        return new NodeCgroups(context, cluster.Nodes, time);
    }

    /// <inheritdoc/>
    public Task<string?> WhyNodesLostAsync(BuildContext context, ClusterResult cluster, IKubernetes client, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        var states = DockerEngine.StatesOf(context, cluster.Name);
        var lost = cluster.Nodes.Where(node => states.GetValueOrDefault(node) != "running")
            .Select(node => $"the node {node} is {states.GetValueOrDefault(node, "gone")}, as Docker knows").ToList();
        return Task.FromResult(lost.Count == 0 ? null : string.Join("; ", lost));
    }

    /// <inheritdoc/>
    public INodeFaults NodeFaults(BuildContext context, ClusterResult cluster, IKubernetes client) => new KindNodeFaults(context, scope, cluster);

    /// <inheritdoc/>
    public string? UsualFault => "pod-delete";

    /// <inheritdoc/>
    public IPodConnections? Connections(BuildContext context, Kubernetes client) => new NodeConnections(context);

    /// <inheritdoc/>
    public Action<string>? ImageLoader(BuildContext context) => image => Load(context, image);

    /// <inheritdoc/>
    public IReadOnlyList<string> DescribeAccess(BuildContext context, ClusterResult cluster)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        return
        [
            $"reach it:  {Kubectl.ByHand(context)} get pods -A",
            $"delete it: {ClusterCatalog.DeletionOf(cluster, context.Paths)}, or kind delete cluster --name {cluster.Name}",
        ];
    }

    private void RequireImage(BuildContext context, string image)
    {
        if (!journal.Run(() => DockerEngine.HasImage(context, image)))
        {
            throw new StageException(StageOutcome.Usage, $"--load-image={image} names no image of the Docker engine.",
                "Build or pull it first, or correct the name: docker images lists what is there.");
        }
    }

    private void Load(BuildContext context, string image)
    {
        // Not `kind load docker-image`: it fails for multi-platform images under Docker's containerd image store.
        var archive = Path.Combine(context.Paths.Artifacts, "image.tar");
        try
        {
            journal.Run(() => DockerEngine.Save(context, image, archive));
            Run(context, "load", "image-archive", archive, "--name", ClusterOptions.NameOf(context));
        }
        finally
        {
            File.Delete(archive);
        }
    }

    private void Run(BuildContext context, params string[] arguments) => Run(context, null, arguments);

    private void Run(BuildContext context, Func<CompletedCommand, StageException?>? explain, params string[] arguments)
    {
        var kind = RunTools.Executable(context, "kind");
        journal.Run(() => new PinnedTool(context, "kind").Run(kind, arguments), explain);
    }
}
