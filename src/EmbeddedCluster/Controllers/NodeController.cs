using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Api;
using Gauntlet.EmbeddedCluster.Storage;
using Gauntlet.EmbeddedCluster.Network;

namespace Gauntlet.EmbeddedCluster.Controllers;

/// <summary>Registers the three nodes and their leases; a node under the not-ready fault reports so and is tainted.</summary>
internal sealed class NodeController(Registry registry, EventRecorder events, PodNetwork network, ClusterSettings settings, TimeProvider clock)
{
    private const string ControlPlaneRole = "node-role.kubernetes.io/control-plane";

    public void RegisterAll()
    {
        for (var index = 0; index < settings.Nodes.Count; index++)
        {
            var node = registry.Create(ResourceCatalogue.Nodes, Describe(settings.Nodes[index], index)).Value;
            events.Normal(node, "node-controller", "RegisteredNode", $"Node {node.Name()} event: Registered Node {node.Name()} in Controller");
            registry.Create(ResourceCatalogue.Leases, new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = node.Name(), ["namespace"] = "kube-node-lease" },
                ["spec"] = new JsonObject { ["holderIdentity"] = node.Name(), ["leaseDurationSeconds"] = 40, ["renewTime"] = clock.MicroTimestamp() },
            });
        }
    }

    private JsonObject Describe(string name, int index)
    {
        var ready = !settings.Faults.NotReadyNodes.Contains(name);
        var control = index == 0;
        var labels = new JsonObject
        {
            ["beta.kubernetes.io/arch"] = Architecture,
            ["beta.kubernetes.io/os"] = "linux",
            ["kubernetes.io/arch"] = Architecture,
            ["kubernetes.io/hostname"] = name,
            ["kubernetes.io/os"] = "linux",
        };
        var taints = new JsonArray();
        if (control)
        {
            labels["ingress-ready"] = "true";
            labels[ControlPlaneRole] = "";
            taints.Add(new JsonObject { ["key"] = ControlPlaneRole, ["effect"] = "NoSchedule" });
        }

        if (!ready)
        {
            taints.Add(new JsonObject { ["key"] = "node.kubernetes.io/not-ready", ["effect"] = "NoSchedule" });
        }

        var node = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = labels, ["annotations"] = new JsonObject { ["gauntlet/embedded"] = "true" } },
            ["spec"] = new JsonObject { ["podCIDR"] = $"10.244.{index}.0/24", ["providerID"] = $"embedded://{settings.Name}/{name}" },
            ["status"] = Status(name, index),
        };
        if (taints.Count > 0)
        {
            node.Ensure("spec")["taints"] = taints;
        }

        AddConditions(node, ready);
        return node;
    }

    private JsonObject Status(string name, int index) => new()
    {
        ["addresses"] = new JsonArray(
            new JsonObject { ["type"] = "InternalIP", ["address"] = network.NodeAddress(index) },
            new JsonObject { ["type"] = "Hostname", ["address"] = name }),
        ["capacity"] = Capacity(),
        ["allocatable"] = Capacity(),
        ["nodeInfo"] = new JsonObject
        {
            ["architecture"] = Architecture,
            ["operatingSystem"] = "linux",
            ["osImage"] = "Gauntlet embedded cluster (simulated)",
            ["kernelVersion"] = Environment.OSVersion.Version.ToString(),
            ["containerRuntimeVersion"] = "embedded://1.0",
            ["kubeletVersion"] = Discovery.GitVersion,
            ["kubeProxyVersion"] = "",
            ["machineID"] = name,
            ["systemUUID"] = name,
            ["bootID"] = name,
        },
        ["daemonEndpoints"] = new JsonObject { ["kubeletEndpoint"] = new JsonObject { ["Port"] = 0 } },
    };

    private void AddConditions(JsonObject node, bool ready)
    {
        Conditions.Set(node, clock, "MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available");
        Conditions.Set(node, clock, "DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure");
        Conditions.Set(node, clock, "PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available");
        Conditions.Set(node, clock, "Ready", ready ? "True" : "False", ready ? "KubeletReady" : "KubeletNotReady",
            ready ? "kubelet is posting ready status" : "the node-not-ready fault was asked for");
        foreach (var condition in node.Objects("status", "conditions"))
        {
            condition["lastHeartbeatTime"] = clock.Timestamp();
        }
    }

    private static JsonObject Capacity() => new() { ["cpu"] = "8", ["memory"] = "16Gi", ["pods"] = "5000", ["ephemeral-storage"] = "64Gi" };

    private static string Architecture => System.Runtime.InteropServices.RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.Arm64
        ? "arm64"
        : "amd64";
}
