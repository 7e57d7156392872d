using Gauntlet.Build.Cli;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Tools;
using Gauntlet.Experiments.Chaos;
using Gauntlet.Experiments.Resources;
using Gauntlet.Workloads.Applying;
using Gauntlet.Workloads.Health;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Policies;
using k8s;

namespace Gauntlet.Build.Clusters.Existing;

/// <summary>A cluster that somebody else owns: named in full by options, and left as it was found.</summary>
public sealed class ExistingCluster(ClusterLock clusterLock, AuditLog audit, TimeProvider time) : ICluster
{
    internal const string Name = "existing";
    private const int MostNamed = 5;

    /// <inheritdoc/>
    public string Kind => Name;

    /// <inheritdoc/>
    public IReadOnlyList<ClusterTool> Tools { get; } = [new(ToolPins.Kubectl)];

    /// <inheritdoc/>
    public string? WhyNotAuto(BuildContext context, Predicate<ToolPin> isHere) => "it is named by its options alone";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> FindObstaclesAsync(BuildContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        var (file, name) = (context.Options.Of(ExistingOptions.Kubeconfig)!, context.Options.Of(ExistingOptions.Context));
        try
        {
            using var client = Kubeconfig.Connect(file, name);
            await ClusterApi.AskAsync(() => client.Version.GetCodeAsync(cancellation), cancellation, Expected(context)).ConfigureAwait(false);
            return [];
        }
        catch (StageException e)
        {
            return [$"The cluster of context '{name}' in {file} does not answer: {e.Message} "
                + string.Concat((e.Evidence ?? []).Select(line => $"{line}; ")) + "Check --kubeconfig and --context."];
        }
    }

    /// <inheritdoc/>
    public async Task<ClusterResult> CreateAsync(BuildContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        var options = context.Options;
        if (options.Of(ExistingOptions.Kubeconfig) is not { } file || options.Of(ExistingOptions.Context) is not { } name
            || options.Of(ExistingOptions.IngressAddress) is not { } ingress)
        {
            throw new StageException(
                StageOutcome.Usage,
                "An existing cluster is reached by its options alone; the current context is never taken.",
                "Give this target what Validate was given: --cluster=existing, --kubeconfig, --context and --ingress-address.");
        }

        clusterLock.Take(options.Of(ClusterOptions.Name));
        using var client = Kubeconfig.Connect(file, name);
        var (nodes, version) = await ClusterApi.DescribeAsync(client, cancellation, Expected(context)).ConfigureAwait(false);
        await RequireRightsAsync(context, client, name, cancellation).ConfigureAwait(false);
        return new ClusterResult(
            Kind, options.Of(ClusterOptions.Name), file, name, ingress.ToString(), options.Of(ExistingOptions.IngressHttpsAddress)?.ToString(),
            nodes, null, version, null);
    }

    private static ExpectedToken Expected(BuildContext context) =>
        new(context.Options.Of(ExistingOptions.TokenSubject), context.Options.Of(ExistingOptions.TokenAudience));

    /// <summary>A right that is missing is named before the first stage needs it.</summary>
    private static async Task RequireRightsAsync(BuildContext context, Kubernetes client, string name, CancellationToken cancellation)
    {
        var needed = AccessCheck.Needed(RunManifests.Find(context)?.Objects ?? []);
        var missing = await ClusterApi.AskAsync(() => AccessCheck.MissingAsync(client, needed, cancellation), cancellation, Expected(context))
            .ConfigureAwait(false);
        if (missing.Count > 0)
        {
            throw new StageException(
                StageOutcome.Infrastructure, $"The user of context '{name}' lacks {missing.Count} of the {needed.Count} rights that this run needs: "
                    + string.Join(", ", missing.Take(MostNamed)) + (missing.Count > MostNamed ? ", …" : ""),
                "Grant them, and ask again by: kubectl auth can-i <right>", [.. missing.Select(right => $"kubectl auth can-i {right}: no")]);
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> DeleteAsync(BuildContext context, string name, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.State.Result<ClusterResult>() is not { Kind: Name } cluster)
        {
            return [];
        }

        ClusterCatalog.RefuseOther(context.Options, Name, cluster.Name);

        clusterLock.Take(cluster.Name);
        Protection.RequireConfirmation(context, cluster);
        using var client = Kubeconfig.Connect(context, cluster);
        if (RunManifests.Find(context) is not { } manifests)
        {
            // Nothing is applied that was not rendered before.
            return [];
        }

        return await ClusterApi.AskAsync(() => DeleteAsync(context, cluster, client, manifests, cancellation), cancellation).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<string>> DeleteAsync(
        BuildContext context, ClusterResult cluster, Kubernetes client, ManifestSet manifests, CancellationToken cancellation)
    {
        var settled = await CustomKinds.SettleAsync(client, manifests, cancellation).ConfigureAwait(false);
        try
        {
            return await new RunInventory(client).DeleteAsync(
                settled, context.State.Run.Id, time, cancellation, (name, item) => audit.Add(context, cluster, "delete", name, item, null))
                    .ConfigureAwait(false);
        }
        catch (TeardownHeldException e)
        {
            throw new StageException(
                StageOutcome.Infrastructure, $"{e.Held[0].Name} does not go: it is held {e.Held[0].ToString()[(e.Held[0].Name.Length + 1)..]}"
                    + $"{(e.Held.Count > 1 ? $" (and {e.Held.Count - 1} more)" : "")}.",
                "Let the controller of the finalizer do its work, or take the finalizer off by kubectl edit; then run --target=DeleteCluster again.",
                [.. e.Held.Select(held => held.ToString())], e);
        }
    }

    /// <inheritdoc/>
    public Task ExportLogsAsync(BuildContext context, string folder, CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    public IResourceSource Resources(BuildContext context, ClusterResult cluster, IKubernetes client)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        return new KubeletSummary(client, cluster.Nodes, time);
    }

    /// <inheritdoc/>
    public Task<string?> WhyNodesLostAsync(BuildContext context, ClusterResult cluster, IKubernetes client, CancellationToken cancellation) =>
        NodeLeases.WhyLostAsync(client, time, cancellation);

    /// <inheritdoc/>
    public INodeFaults NodeFaults(BuildContext context, ClusterResult cluster, IKubernetes client) =>
        new NoNodeFaults("the nodes of an existing cluster serve others, too");

    /// <inheritdoc/>
    public string? UsualFault => null;

    /// <inheritdoc/>
    public IPodConnections? Connections(BuildContext context, Kubernetes client) => null;

    /// <inheritdoc/>
    public Action<string>? ImageLoader(BuildContext context) => null;

    /// <inheritdoc/>
    public IReadOnlyList<string> DescribeAccess(BuildContext context, ClusterResult cluster)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        return
        [
            $"reach it:  kubectl --kubeconfig {cluster.Kubeconfig} --context {cluster.Context} get pods -A",
            $"remove what this run made: {RepeatCommand.Of("DeleteCluster", context.Paths)}",
        ];
    }
}
