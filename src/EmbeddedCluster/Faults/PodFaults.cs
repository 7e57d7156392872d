using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Client;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Faults;

/// <summary>The faults of one pod.</summary>
internal static class PodFaults
{
    /// <summary>
    /// The cluster's faults and those of a pod together; a pod's unknown fault is ignored, for the annotation may be meant for another version.
    /// </summary>
    public static FaultSet For(this FaultSet cluster, JsonObject pod)
    {
        try
        {
            var own = FaultSet.Parse((pod.Annotation(FaultSet.Annotation) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries));
            return cluster with
            {
                SlowPull = own.SlowPull > cluster.SlowPull ? own.SlowPull : cluster.SlowPull,
                CrashLoop = cluster.CrashLoop || own.CrashLoop,
                NeverReady = cluster.NeverReady || own.NeverReady,
                Unschedulable = cluster.Unschedulable || own.Unschedulable,
            };
        }
        catch (FormatException)
        {
            return cluster;
        }
    }
}
