using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Network;

/// <summary>Ports of containers, which are asked for by number or by name.</summary>
internal static class ContainerPorts
{
    public static int Number(JsonNode? port, JsonObject container) => port is JsonValue value && value.Text() is { } name
        ? container.Objects("ports").FirstOrDefault(entry => entry.Text("name") == name).Int(int.TryParse(name, out var number) ? number : 0, "containerPort")
        : (int)(port.Number() ?? 0);
}
