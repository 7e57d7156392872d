using Gauntlet.Build.Lifetime;
using Gauntlet.Build.State;
using Gauntlet.Workloads.Applying;
using Gauntlet.Workloads.Manifests;
using k8s;

namespace Gauntlet.Build.Clusters;

/// <summary>A cluster that somebody else owns: named in full by options, and left as it was found.</summary>
public sealed class ExistingCluster(ClusterLock clusterLock, TimeProvider time) : ICluster
{
    /// <inheritdoc/>
    public string Kind => "existing";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> FindObstaclesAsync(BuildContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        var options = context.Options.Cluster;
        try
        {
            using var client = Kubeconfig.Connect(options.Kubeconfig!, options.Context!);
            await client.Version.GetCodeAsync(cancellation).ConfigureAwait(false);
            return [];
        }
        catch (Exception e) when (e is k8s.Exceptions.KubeConfigException or HttpRequestException or k8s.Autorest.HttpOperationException or OperationCanceledException or IOException)
        {
            return [$"The cluster of context '{options.Context}' in {options.Kubeconfig} does not answer: {e.Message.ReplaceLineEndings(" ")} Check --kubeconfig and --context."];
        }
    }

    /// <inheritdoc/>
    public async Task<ClusterResult> CreateAsync(BuildContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        var options = context.Options.Cluster;
        if (options is not { Kubeconfig: { } file, Context: { } name, IngressAddress: { } ingress })
        {
            throw new StageException(
                StageOutcome.Usage,
                "An existing cluster is reached by its options alone; the current context is never taken.",
                "Give this target what Validate was given: --cluster=existing, --kubeconfig, --context and --ingress-address.");
        }

        clusterLock.Take(options.Name);
        using var client = Kubeconfig.Connect(file, name);
        var nodes = await client.CoreV1.ListNodeAsync(cancellationToken: cancellation).ConfigureAwait(false);
        var version = await client.Version.GetCodeAsync(cancellation).ConfigureAwait(false);
        return new ClusterResult(
            Kind, options.Name, file, name, ingress.ToString(), options.IngressHttpsAddress?.ToString(),
            [.. nodes.Items.Select(node => node.Metadata.Name).Order(StringComparer.Ordinal)], null, version.GitVersion, null);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> DeleteAsync(BuildContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.State.Of<ClusterResult>()?.Result is not { Kind: "existing" } cluster)
        {
            return [];
        }

        clusterLock.Take(cluster.Name);
        using var client = Kubeconfig.Connect(context, cluster);
        return await new RunInventory(client).DeleteAsync(ManifestSet.Load(context.Paths.Manifests), context.State.Run.Id, time, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task ExportLogsAsync(BuildContext context, string folder, CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    public IReadOnlyList<string> DescribeAccess(ClusterResult cluster)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        return [$"reach it:  kubectl --kubeconfig {cluster.Kubeconfig} --context {cluster.Context} get pods -A", "remove what this run made: ./build.sh --target=DeleteCluster"];
    }
}
