using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Tools;
using Gauntlet.Experiments.Chaos;
using Gauntlet.Experiments.Resources;
using Gauntlet.Workloads.Policies;
using k8s;

namespace Gauntlet.Build.Clusters;

/// <summary>A kind of cluster that the stages run on; everything else about a cluster is the same for all of them.</summary>
public interface ICluster
{
    /// <summary>As in <c>--cluster</c>.</summary>
    string Kind { get; }

    /// <summary>The tools that it works with.</summary>
    IReadOnlyList<ClusterTool> Tools { get; }

    /// <summary>Why auto passes it over; null where it would work here and now, without a download.</summary>
    /// <param name="context">Of the run.</param>
    /// <param name="isHere">Whether a tool is on PATH or cached.</param>
    string? WhyNotAuto(BuildContext context, Predicate<ToolPin> isHere);

    /// <summary>What stands in the way of creating it here and now; Validate reports all of it at once.</summary>
    Task<IReadOnlyList<string>> FindObstaclesAsync(BuildContext context, CancellationToken cancellation);

    /// <summary>Removes a cluster of the same name, creates a new one and answers how it is reached.</summary>
    Task<ClusterResult> CreateAsync(BuildContext context, CancellationToken cancellation);

    /// <summary>Removes the cluster of a name, or what this run made on it; answers what was removed. Succeeds when there is nothing.</summary>
    /// <exception cref="StageException">This kind finds a cluster by what is recorded of it, and that has another name: usage.</exception>
    Task<IReadOnlyList<string>> DeleteAsync(BuildContext context, string name, CancellationToken cancellation);

    /// <summary>Writes what the cluster itself logged into a folder; nothing where it logs nothing.</summary>
    Task ExportLogsAsync(BuildContext context, string folder, CancellationToken cancellation);

    /// <summary>Tells what its pods use while a load runs; <see cref="NoResources"/> where nothing true can be told.</summary>
    IResourceSource Resources(BuildContext context, ClusterResult cluster, IKubernetes client);

    /// <summary>Which of its nodes are lost, in a sentence, before the cluster itself can know it; null where none is, and where nobody can tell.</summary>
    Task<string?> WhyNodesLostAsync(BuildContext context, ClusterResult cluster, IKubernetes client, CancellationToken cancellation);

    /// <summary>What can be made to fail below its API; <see cref="NoNodeFaults"/> where nothing may.</summary>
    INodeFaults NodeFaults(BuildContext context, ClusterResult cluster, IKubernetes client);

    /// <summary>The fault that Chaos makes where nobody asks for another; null where it makes none then.</summary>
    string? UsualFault { get; }

    /// <summary>Opens connections from within its pods; null where there is no way into their network.</summary>
    IPodConnections? Connections(BuildContext context, Kubernetes client);

    /// <summary>Puts an image of the Docker engine onto all of its nodes; null where no image's code runs.</summary>
    Action<string>? ImageLoader(BuildContext context);

    /// <summary>The commands that reach and delete a cluster that is kept.</summary>
    IReadOnlyList<string> DescribeAccess(BuildContext context, ClusterResult cluster);
}

/// <summary>A tool that a kind of cluster works with.</summary>
/// <param name="Pin">Which.</param>
/// <param name="IsRequired">Whether it is fetched where it is missing; another is used where it is there.</param>
public sealed record ClusterTool(ToolPin Pin, bool IsRequired = true);
