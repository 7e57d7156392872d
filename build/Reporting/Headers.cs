using Gauntlet.Build.Cli;
using Gauntlet.Build.Clusters;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Tools;
using Gauntlet.Metrics.Model;

namespace Gauntlet.Build.Reporting;

/// <summary>The header of metrics.json and of every report.</summary>
internal static class Headers
{
    /// <summary>From the state; the options and the seed are those of the load test.</summary>
    public static RunHeader Create(PipelineState state, OptionValues options, ulong? seed)
    {
        var cluster = state.Result<ClusterResult>();
        return new RunHeader
        {
            RunId = state.Run.Id,
            Commit = state.Run.Commit,
            Ref = state.Run.Ref,
            Started = state.Run.Started,
            Cluster = cluster?.Kind ?? state.Result<IClusterChoice>()?.ClusterKind ?? "none",
            ClusterNotice = cluster?.Simulated,
            Machine = new Dictionary<string, string> { ["machine"] = state.Run.Machine },
            Versions = Versions(cluster, state.Result<IRunTools>()),
            Options = options.Written.Select(given => given.TrimStart('-').Split('=', 2)).GroupBy(pair => pair[0])
                .ToDictionary(group => group.Key, group => string.Join(", ", group.Select(pair => pair.Length > 1 ? pair[1] : "true"))),
            StandIns = state.Run.StandIns,
            Command = seed is null || state.Run.Command.Contains("--seed=", StringComparison.Ordinal)
                ? state.Run.Command
                : $"{state.Run.Command} --seed={seed}",
        };
    }

    private static Dictionary<string, string> Versions(ClusterResult? cluster, IRunTools? tools)
    {
        var versions = (tools?.Tools ?? []).DistinctBy(tool => tool.Name).ToDictionary(tool => tool.Name, tool => tool.Version);
        if (cluster is not null)
        {
            versions["Kubernetes"] = cluster.ServerVersion;
        }

        if (cluster?.NodeImage is { } image)
        {
            versions["node image"] = image;
        }

        return versions;
    }
}
