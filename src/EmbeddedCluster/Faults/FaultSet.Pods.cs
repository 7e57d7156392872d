using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Faults;

/// <summary>The faults of one pod.</summary>
internal sealed partial record FaultSet
{
    /// <summary>The cluster's faults and those of a pod together; a pod's unknown fault is ignored, for the annotation may be meant for another version.</summary>
    public FaultSet For(JsonObject pod)
    {
        try
        {
            var own = Parse((pod.Annotation(Annotation) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries));
            return this with
            {
                SlowPull = own.SlowPull > SlowPull ? own.SlowPull : SlowPull,
                CrashLoop = CrashLoop || own.CrashLoop,
                NeverReady = NeverReady || own.NeverReady,
                Unschedulable = Unschedulable || own.Unschedulable,
            };
        }
        catch (FormatException)
        {
            return this;
        }
    }
}
