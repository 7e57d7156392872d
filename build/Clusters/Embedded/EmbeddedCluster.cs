using Gauntlet.Build.Ci;
using Gauntlet.Build.Clusters.Images;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Processes;
using Gauntlet.Build.Terminal;
using Gauntlet.Build.Tools;
using Gauntlet.EmbeddedCluster.Client;
using Gauntlet.Experiments.Chaos;
using Gauntlet.Experiments.Resources;
using Gauntlet.Workloads.Policies;
using k8s;

namespace Gauntlet.Build.Clusters.Embedded;

/// <summary>The cluster that needs nothing but the SDK: a process of its own, built beside the host.</summary>
public sealed class EmbeddedCluster(ClusterLock clusterLock, StageLog stages, CiFiles ci, HostEnvironment environment) : ICluster
{
    internal const string Name = "embedded";

    private const int LinesOfLog = 10;
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public string Kind => Name;

    /// <inheritdoc/>
    public IReadOnlyList<ClusterTool> Tools { get; } = [new(ToolPins.Kubectl, IsRequired: false)];

    /// <inheritdoc/>
    public string? WhyNotAuto(BuildContext context, Predicate<ToolPin> isHere) => null;

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> FindObstaclesAsync(BuildContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        var program = context.Paths.EmbeddedExecutable;
        return Task.FromResult<IReadOnlyList<string>>(
            File.Exists(program) ? [.. TakenPorts(context)] : [$"{program} is missing. Build the host again: dotnet build build."]);
    }

    /// <summary>In place of a port that nobody has named another one does as well.</summary>
    private static IEnumerable<string> TakenPorts(BuildContext context)
    {
        var ours = EmbeddedClusterFiles.Read(context.Paths.Embedded);
        return PortProbe.Obstacles(context.Options, option => !context.Options.Has(option)
            || (option == ClusterOptions.HttpPort ? ours?.IngressHttp : ours?.IngressHttps)?.EndsWith(
                $":{context.Options.Of(option)}", StringComparison.Ordinal) == true);
    }

    /// <inheritdoc/>
    public async Task<ClusterResult> CreateAsync(BuildContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        var (options, paths) = (context.Options, context.Paths);
        await DeleteAsync(context, options.Of(ClusterOptions.Name), cancellation).ConfigureAwait(false);
        stages.Progress("starting the embedded cluster");
        var endpoint = await StartAsync(context, cancellation).ConfigureAwait(false);
        File.Copy(endpoint.Kubeconfig, paths.Kubeconfig, overwrite: true);
        Kubeconfig.Protect(paths.Kubeconfig);
        ci.Export("KUBECONFIG", paths.Kubeconfig);
        using var client = Kubeconfig.Connect(paths.Kubeconfig, endpoint.Context);
        var (nodes, version) = await DescribeAsync(context, client, cancellation).ConfigureAwait(false);
        return new ClusterResult(
            Kind, options.Of(ClusterOptions.Name), Path.GetFileName(paths.Kubeconfig), endpoint.Context, endpoint.IngressHttp, endpoint.IngressHttps,
            nodes, null, version,
            string.Join("; ", [endpoint.Simulated, .. endpoint.Notes]));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> DeleteAsync(BuildContext context, string name, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.State.Result<ClusterResult>() is { Kind: Name } recorded)
        {
            ClusterCatalog.RefuseOther(context.Options, Name, recorded.Name);
        }

        var directory = context.Paths.Embedded;
        clusterLock.Take(name);
        var removed = new List<string>();
        var endpoint = EmbeddedClusterFiles.Read(directory);
        if (endpoint is not null)
        {
            await EmbeddedClusterProcess.StopAsync(endpoint, StopDeadline, cancellation).ConfigureAwait(false);
            removed.Add($"process {endpoint.Pid}");
        }

        removed.AddRange(Kubeconfig.Remove(context.Paths.Kubeconfig, endpoint?.Context));
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }

        return removed;
    }

    /// <inheritdoc/>
    public Task ExportLogsAsync(BuildContext context, string folder, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        var log = EmbeddedClusterFiles.Log(context.Paths.Embedded);
        if (File.Exists(log))
        {
            Directory.CreateDirectory(folder);
            File.Copy(log, Path.Combine(folder, Path.GetFileName(log)), overwrite: true);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public IResourceSource Resources(BuildContext context, ClusterResult cluster, IKubernetes client) =>
        new NoResources("the pods of the embedded cluster are simulated within one process");

    /// <inheritdoc/>
    public Task<string?> WhyNodesLostAsync(BuildContext context, ClusterResult cluster, IKubernetes client, CancellationToken cancellation) =>
        Task.FromResult<string?>(null);

    /// <inheritdoc/>
    public INodeFaults NodeFaults(BuildContext context, ClusterResult cluster, IKubernetes client) => new EmbeddedNodeFaults(context, client);

    /// <inheritdoc/>
    public string? UsualFault => null;

    /// <inheritdoc/>
    public IPodConnections? Connections(BuildContext context, Kubernetes client) => new EmbeddedConnections(client);

    /// <inheritdoc/>
    public Action<string>? ImageLoader(BuildContext context) => null;

    /// <inheritdoc/>
    public IReadOnlyList<string> DescribeAccess(BuildContext context, ClusterResult cluster) =>
    [
        $"reach it:  {Kubectl.ByHand(context)} get pods -A",
        $"delete it: {ClusterCatalog.DeletionOf(cluster, context.Paths)} (it ends by itself after 30 idle minutes)",
    ];

    /// <summary>A cluster that ends as soon as it has started says why in its log.</summary>
    private static async Task<(IReadOnlyList<string> Nodes, string Version)> DescribeAsync(
        BuildContext context, IKubernetes client, CancellationToken cancellation)
    {
        try
        {
            return await ClusterApi.DescribeAsync(client, cancellation).ConfigureAwait(false);
        }
        catch (StageException e)
        {
            throw new StageException(e.Outcome, e.Message, e.Remedy, EmbeddedClusterFiles.ReadLog(context.Paths.Embedded, LinesOfLog), e);
        }
    }

    private async Task<EmbeddedEndpoint> StartAsync(BuildContext context, CancellationToken cancellation)
    {
        var options = context.Options;
        try
        {
            return await EmbeddedClusterProcess.StartAsync(
                new EmbeddedClusterStart
                {
                    Executable = context.Paths.EmbeddedExecutable,
                    Name = options.Of(ClusterOptions.Name),
                    Directory = context.Paths.Embedded,
                    HttpPort = options.Of(ClusterOptions.HttpPort),
                    HttpsPort = options.Of(ClusterOptions.HttpsPort),
                    Environment = ChildEnvironment.Of(environment.Variables),
                    Faults = options.Of(EmbeddedOptions.Faults),
                    BuiltImages = [.. (context.State.Result<IImageBuilds>()?.ImageBuilds ?? []).Select(build => build.Image)],
                },
                cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is InvalidOperationException or TimeoutException)
        {
            // A Full run deletes the folder that holds the log, once the log is among the evidence.
            throw new StageException(
                StageOutcome.Infrastructure, e.Message,
                File.Exists(EmbeddedClusterFiles.Log(context.Paths.Embedded))
                    ? $"A Full run keeps that log in {context.Paths.Named(context.Paths.Diagnostics)}/cluster." : null);
        }
    }
}
