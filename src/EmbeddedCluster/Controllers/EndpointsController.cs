using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Api;
using Gauntlet.EmbeddedCluster.Storage;
using Gauntlet.EmbeddedCluster.Network;

namespace Gauntlet.EmbeddedCluster.Controllers;

/// <summary>Writes an EndpointSlice and an Endpoints object for every Service that selects pods.</summary>
internal sealed class EndpointsController(Registry registry, TimeProvider clock, ILogger<EndpointsController> logger)
    : Controller(registry.Store, clock, logger)
{
    protected override IEnumerable<string> KeysOf(StoreChange change) => change.Object.Type.Kind switch
    {
        "Service" => [Key(change.Object.Value)],
        "Pod" => Store.List(ResourceCatalogue.Services, change.Object.Value.Namespace())
            .Where(service => Selector(service.Value) is { } selector
                && (selector.Matches(change.Object.Value) || (change.Previous is not null && selector.Matches(change.Previous.Value))))
            .Select(service => Key(service.Value)),
        _ => [],
    };

    protected override void Reconcile(string key)
    {
        var (space, name) = Split(key);
        if (Store.Find(ResourceCatalogue.Services, space, name)?.Value is not { } service)
        {
            Store.Remove(ResourceCatalogue.Endpoints, space, name);
            return;
        }

        if (Selector(service) is not { } selector)
        {
            return;
        }

        var pods = Store.List(ResourceCatalogue.Pods, space).Select(item => item.Value)
            .Where(pod => selector.Matches(pod) && pod.Text("status", "podIP") is not null && pod.Text("status", "phase") is not ("Succeeded" or "Failed"))
            .ToList();
        WriteSlice(service, pods);
        WriteEndpoints(service, pods.Where(pod => !pod.IsDeleting()).ToList());
    }

    private static LabelSelector? Selector(JsonObject service) => service.Map("spec", "selector") is { Count: > 0 } map ? LabelSelector.FromMap(map) : null;

    private void WriteSlice(JsonObject service, List<JsonObject> pods)
    {
        var existing = Store.List(ResourceCatalogue.EndpointSlices, service.Namespace()).FirstOrDefault(slice => slice.Value.IsControlledBy(service))?.Value;
        var endpoints = new JsonArray([.. pods.Select(pod => (JsonNode)new JsonObject
        {
            ["addresses"] = new JsonArray(pod.Text("status", "podIP")),
            ["conditions"] = new JsonObject
            {
                ["ready"] = IsReady(pod) && !pod.IsDeleting(),
                ["serving"] = IsReady(pod),
                ["terminating"] = pod.IsDeleting(),
            },
            ["nodeName"] = pod.Text("spec", "nodeName"),
            ["targetRef"] = Reference(pod),
        })]);
        var ports = new JsonArray([.. Ports(service, pods)]);
        if (existing is null)
        {
            var labels = service.Object("metadata", "labels")?.Copy() ?? [];
            labels["endpointslice.kubernetes.io/managed-by"] = "endpointslice-controller.k8s.io";
            labels["kubernetes.io/service-name"] = service.Name();
            registry.Create(ResourceCatalogue.EndpointSlices, new JsonObject
            {
                ["metadata"] = new JsonObject
                {
                    ["generateName"] = $"{service.Name()}-",
                    ["namespace"] = service.Namespace(),
                    ["labels"] = labels,
                    ["ownerReferences"] = new JsonArray(service.OwnerReference()),
                },
                ["addressType"] = "IPv4",
                ["endpoints"] = endpoints,
                ["ports"] = ports,
            });
            return;
        }

        Store.TryUpdate(ResourceCatalogue.EndpointSlices, existing.Namespace(), existing.Name(), slice =>
        {
            slice["endpoints"] = endpoints.DeepClone();
            slice["ports"] = ports.DeepClone();
            return slice;
        });
    }

    private void WriteEndpoints(JsonObject service, List<JsonObject> pods)
    {
        JsonArray Addresses(bool ready) => [.. pods.Where(pod => IsReady(pod) == ready).Select(pod => (JsonNode)new JsonObject
        {
            ["ip"] = pod.Text("status", "podIP"),
            ["nodeName"] = pod.Text("spec", "nodeName"),
            ["targetRef"] = Reference(pod),
        })];
        var subset = new JsonObject();
        if (Addresses(true) is { Count: > 0 } ready)
        {
            subset["addresses"] = ready;
        }

        if (Addresses(false) is { Count: > 0 } waiting)
        {
            subset["notReadyAddresses"] = waiting;
        }

        subset["ports"] = new JsonArray([.. Ports(service, pods)]);
        if (Store.Find(ResourceCatalogue.Endpoints, service.Namespace(), service.Name()) is null)
        {
            registry.Create(ResourceCatalogue.Endpoints, new JsonObject
            {
                ["metadata"] = new JsonObject
                {
                    ["name"] = service.Name(),
                    ["namespace"] = service.Namespace(),
                    ["labels"] = service.At("metadata", "labels")?.DeepClone(),
                },
            });
        }

        Store.TryUpdate(ResourceCatalogue.Endpoints, service.Namespace(), service.Name(), endpoints =>
        {
            endpoints["subsets"] = pods.Count == 0 ? [] : new JsonArray(subset.DeepClone());
            return endpoints;
        });
    }

    private static IEnumerable<JsonObject> Ports(JsonObject service, List<JsonObject> pods)
    {
        foreach (var port in service.Objects("spec", "ports"))
        {
            var container = pods.SelectMany(pod => pod.Objects("spec", "containers"))
                .FirstOrDefault(entry => port["targetPort"].Text() is not { } name || entry.Objects("ports").Any(item => item.Text("name") == name));
            if (ContainerPorts.Number(port["targetPort"], container ?? []) is var number and > 0)
            {
                yield return new JsonObject { ["name"] = port.Text("name") ?? "", ["port"] = number, ["protocol"] = port.Text("protocol") };
            }
        }
    }

    private static JsonObject Reference(JsonObject pod) =>
        new() { ["kind"] = "Pod", ["namespace"] = pod.Namespace(), ["name"] = pod.Name(), ["uid"] = pod.Uid() };

    private static bool IsReady(JsonObject pod) => pod.HasCondition("Ready");
}
