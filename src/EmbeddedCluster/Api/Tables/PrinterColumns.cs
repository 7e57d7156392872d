using System.Globalization;
using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Api.Tables;

/// <summary>Which columns a kind prints, as on a real cluster.</summary>
internal static class PrinterColumns
{
    private static readonly IReadOnlyList<Column> Plain = [Column.ObjectName, Raw("Created At", item => item.Text("metadata", "creationTimestamp"))];

    public static IReadOnlyList<Column> Of(ResourceType type) => type.IsCustom ? [Column.ObjectName, Column.Age] : Known.GetValueOrDefault(type.Kind, Plain);

    private static readonly Dictionary<string, IReadOnlyList<Column>> Known = new(StringComparer.Ordinal)
    {
        ["Pod"] =
        [
            Column.ObjectName,
            Raw("Ready", item =>
                $"{item.Objects("status", "containerStatuses").Count(status => status.Flag("ready"))}/{item.Objects("spec", "containers").Count()}"),
            Raw("Status", PodSummary.Status),
            new("Restarts", PodSummary.Restarts),
            Column.Age,
            Text("IP", item => item.Text("status", "podIP"), wide: true),
            Text("Node", item => item.Text("spec", "nodeName"), wide: true),
            Text("Nominated Node", _ => null, wide: true),
            Text("Readiness Gates", _ => null, wide: true),
        ],
        ["Node"] =
        [
            Column.ObjectName,
            Raw("Status", NodeStatus),
            Text("Roles", item => string.Join(
                ',', item.Labels().Keys.Where(key => key.StartsWith(RolePrefix, StringComparison.Ordinal)).Select(key => key[RolePrefix.Length..]))),
            Column.Age,
            Raw("Version", item => item.Text("status", "nodeInfo", "kubeletVersion")),
            Text("Internal-IP", item => Address(item, "InternalIP"), wide: true),
            Text("External-IP", item => Address(item, "ExternalIP"), wide: true),
            Text("OS-Image", item => item.Text("status", "nodeInfo", "osImage"), wide: true),
            Text("Kernel-Version", item => item.Text("status", "nodeInfo", "kernelVersion"), wide: true),
            Text("Container-Runtime", item => item.Text("status", "nodeInfo", "containerRuntimeVersion"), wide: true),
        ],
        ["Namespace"] = [Column.ObjectName, Raw("Status", item => item.Text("status", "phase")), Column.Age],
        ["Service"] =
        [
            Column.ObjectName,
            Raw("Type", item => item.Text("spec", "type")),
            Text("Cluster-IP", item => item.Text("spec", "clusterIP")),
            Text("External-IP", item => string.Join(
                ',', item.Objects("status", "loadBalancer", "ingress").Select(entry => entry.Text("ip") ?? entry.Text("hostname")))
                is { Length: > 0 } outside ? outside : item.Text("spec", "type") == "LoadBalancer" ? "<pending>" : null),
            Text("Port(s)", item => string.Join(',', item.Objects("spec", "ports").Select(ServicePort))),
            Column.Age,
            Text("Selector", item => Pairs(item.Map("spec", "selector")), wide: true),
        ],
        ["Ingress"] =
        [
            Column.ObjectName,
            Text("Class", item => item.Text("spec", "ingressClassName")),
            Raw("Hosts", item => string.Join(',', item.Objects("spec", "rules").Select(rule => rule.Text("host") ?? "*"))
                is { Length: > 0 } hosts ? hosts : "*"),
            Raw("Address", item => string.Join(
                ',', item.Objects("status", "loadBalancer", "ingress").Select(entry => entry.Text("ip") ?? entry.Text("hostname")))),
            Raw("Ports", item => item.Objects("spec", "tls").Any() ? "80, 443" : "80"),
            Column.Age,
        ],
        ["Deployment"] =
        [
            Column.ObjectName,
            Raw("Ready", item => $"{item.Int(0, "status", "readyReplicas")}/{item.Int(0, "spec", "replicas")}"),
            Column.Number("Up-to-date", item => item.Number("status", "updatedReplicas")),
            Column.Number("Available", item => item.Number("status", "availableReplicas")),
            Column.Age,
            Text("Containers", item => Containers(item, "name"), wide: true),
            Text("Images", item => Containers(item, "image"), wide: true),
            Text("Selector", item => Pairs(item.Map("spec", "selector", "matchLabels")), wide: true),
        ],
        ["ReplicaSet"] =
        [
            Column.ObjectName,
            Column.Number("Desired", item => item.Number("spec", "replicas")),
            Column.Number("Current", item => item.Number("status", "replicas")),
            Column.Number("Ready", item => item.Number("status", "readyReplicas")),
            Column.Age,
            Text("Containers", item => Containers(item, "name"), wide: true),
            Text("Images", item => Containers(item, "image"), wide: true),
            Text("Selector", item => Pairs(item.Map("spec", "selector", "matchLabels")), wide: true),
        ],
        ["Job"] =
        [
            Column.ObjectName,
            Raw("Status", item => item.HasCondition("Complete") ? "Complete" : item.HasCondition("Failed") ? "Failed" : "Running"),
            Raw("Completions", item => $"{item.Int(0, "status", "succeeded")}/{item.Int(1, "spec", "completions")}"),
            new("Duration", (item, now) => item.Time("status", "startTime") is { } start
                ? Ages.Format((item.Time("status", "completionTime") ?? now) - start)
                : ""),
            Column.Age,
        ],
        ["Event"] =
        [
            Column.Since("Last Seen", "lastTimestamp"),
            Raw("Type", item => item.Text("type")),
            Raw("Reason", item => item.Text("reason")),
            Raw("Object", item => $"{item.Text("involvedObject", "kind")?.ToLowerInvariant()}/{item.Text("involvedObject", "name")}"),
            Raw("Message", item => item.Text("message")?.Trim()),
        ],
        ["ConfigMap"] = [Column.ObjectName, Column.Number("Data", item => item.Object("data")?.Count ?? 0), Column.Age],
        ["Secret"] = [Column.ObjectName, Raw("Type", item => item.Text("type")), Column.Number("Data", item => item.Object("data")?.Count ?? 0), Column.Age],
        ["ServiceAccount"] = [Column.ObjectName, Column.Age],
        ["Endpoints"] = [Column.ObjectName, Text("Endpoints", EndpointList), Column.Age],
        ["EndpointSlice"] =
        [
            Column.ObjectName,
            Raw("AddressType", item => item.Text("addressType")),
            Text("Ports", item => string.Join(',', item.Objects("ports").Select(port => port["port"]?.ToJsonString()))),
            Text("Endpoints", item => string.Join(',', item.Objects("endpoints").SelectMany(endpoint => endpoint.Texts("addresses")))),
            Column.Age,
        ],
        ["IngressClass"] = [Column.ObjectName, Raw("Controller", item => item.Text("spec", "controller")), Text("Parameters", _ => null), Column.Age],
        ["NetworkPolicy"] = [Column.ObjectName, Text("Pod-Selector", item => Pairs(item.Map("spec", "podSelector", "matchLabels"))), Column.Age],
        ["Lease"] = [Column.ObjectName, Raw("Holder", item => item.Text("spec", "holderIdentity")), Column.Age],
        ["RoleBinding"] = [Column.ObjectName, Raw("Role", RoleOf), Column.Age],
        ["ClusterRoleBinding"] = [Column.ObjectName, Raw("Role", RoleOf), Column.Age],
        ["CustomResourceDefinition"] = Plain,
    };

    private const string RolePrefix = "node-role.kubernetes.io/";

    private static Column Text(string name, Func<JsonObject, string?> read, bool wide = false) => Column.Text(name, read, wide);

    private static Column Raw(string name, Func<JsonObject, string?> read) => Column.Raw(name, read);

    private static string NodeStatus(JsonObject node) =>
        $"{(node.HasCondition("Ready") ? "Ready" : "NotReady")}{(node.Flag("spec", "unschedulable") ? ",SchedulingDisabled" : "")}";

    private static string? Address(JsonObject node, string type) =>
        node.Objects("status", "addresses").FirstOrDefault(address => address.Text("type") == type).Text("address");

    private static string ServicePort(JsonObject port)
    {
        var number = port["port"]?.ToJsonString();
        return port.Number("nodePort") is { } outside
            ? $"{number}:{outside.ToString(CultureInfo.InvariantCulture)}/{port.Text("protocol")}"
            : $"{number}/{port.Text("protocol")}";
    }

    private static string EndpointList(JsonObject endpoints)
    {
        var all = endpoints.Objects("subsets").SelectMany(subset => subset.Objects("addresses").SelectMany(address =>
            subset.Objects("ports").Select(port => $"{address.Text("ip")}:{port["port"]?.ToJsonString()}"))).ToList();
        return all.Count > 3 ? $"{string.Join(',', all.Take(3))} + {all.Count - 3} more..." : string.Join(',', all);
    }

    private static string RoleOf(JsonObject binding) => $"{binding.Text("roleRef", "kind")}/{binding.Text("roleRef", "name")}";

    private static string Containers(JsonObject workload, string field) =>
        string.Join(',', workload.Objects("spec", "template", "spec", "containers").Select(container => container.Text(field)));

    private static string Pairs(IReadOnlyDictionary<string, string> labels) =>
        string.Join(',', labels.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));
}
