using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Controllers;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Kubelet;

/// <summary>Derives a pod's phase and conditions from its containers.</summary>
internal sealed class PodStatus(TimeProvider clock, List<ContainerState> init, List<ContainerState> containers, bool initialized)
{
    public void Write(JsonObject pod, string address, string hostAddress, string startTime)
    {
        var status = pod.Ensure("status");
        var phase = Phase(pod);
        status["phase"] = phase;
        status["startTime"] = startTime;
        status["podIP"] = address;
        status["podIPs"] = new JsonArray(new JsonObject { ["ip"] = address });
        status["hostIP"] = hostAddress;
        status["hostIPs"] = new JsonArray(new JsonObject { ["ip"] = hostAddress });
        status["observedGeneration"] = pod.Generation();
        status["containerStatuses"] = new JsonArray([.. containers.Select(state => (JsonNode)state.ToStatus())]);
        if (init.Count > 0)
        {
            status["initContainerStatuses"] = new JsonArray([.. init.Select(state => (JsonNode)state.ToStatus())]);
        }

        var done = phase is "Succeeded" or "Failed";
        var ready = containers.TrueForAll(state => state.Ready);
        var (reason, message) = phase switch
        {
            "Succeeded" => ("PodCompleted", null),
            "Failed" => ("PodFailed", null),
            _ => ("ContainersNotReady",
                $"containers with unready status: [{string.Join(' ', containers.Where(state => !state.Ready).Select(state => state.Name))}]"),
        };
        Conditions.Set(pod, clock, "PodReadyToStartContainers", !done);
        Conditions.Set(pod, clock, "Initialized", initialized, initialized ? (phase == "Succeeded" ? "PodCompleted" : null) : "ContainersNotInitialized",
            initialized
                ? null
                : $"containers with incomplete status: [{string.Join(' ', init.Where(state => state.ExitCode != 0).Select(state => state.Name))}]");
        Conditions.Set(pod, clock, "Ready", ready && !done, ready && !done ? null : reason, ready ? null : message);
        Conditions.Set(pod, clock, "ContainersReady", ready && !done, ready && !done ? null : reason, ready ? null : message);
    }

    private string Phase(JsonObject pod)
    {
        var policy = pod.Text("spec", "restartPolicy");
        if (!initialized)
        {
            return policy == "Never" && init.Exists(state => state.ExitCode is not (null or 0)) ? "Failed" : "Pending";
        }

        if (policy != "Always" && containers.TrueForAll(state => state.ExitCode is not null))
        {
            return containers.TrueForAll(state => state.ExitCode == 0) ? "Succeeded" : policy == "Never" ? "Failed" : "Running";
        }

        return containers.Exists(state => state.IsRunning || state.ExitCode is not null || state.Restarts > 0) ? "Running" : "Pending";
    }
}
