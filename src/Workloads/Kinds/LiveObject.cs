using System.Text.Json.Nodes;
using k8s;
using k8s.Models;

namespace Gauntlet.Workloads.Kinds;

/// <summary>
/// An object as a cluster has it. An API server leaves out numbers that are zero and flags that are false; whatever is in it, reading it throws nothing.
/// </summary>
internal sealed class LiveObject(JsonObject body)
{
    public string Uid => Text("metadata", "uid");

    /// <summary>Whether its controller has seen what was applied last.</summary>
    public bool IsObserved => Number("status", "observedGeneration") >= Number("metadata", "generation");

    public IReadOnlyList<LiveCondition> Conditions => ConditionsOf(At("status", "conditions"));

    /// <summary>The same of an object that the client has read.</summary>
    public static LiveObject Of(IKubernetesObject<V1ObjectMeta> item) => new(JsonNode.Parse(KubernetesJson.Serialize((object)item))!.AsObject());

    public static IReadOnlyList<LiveCondition> ConditionsOf(JsonNode? list) =>
        [.. (list as JsonArray ?? []).OfType<JsonObject>()
            .Select(item => new LiveCondition(TextOf(item["type"]), TextOf(item["status"]), TextOf(item["reason"]), TextOf(item["message"])))];

    /// <summary>A condition of a type; null where there is none.</summary>
    public LiveCondition? Condition(string type) => Conditions.FirstOrDefault(condition => condition.Type == type);

    /// <summary>Empty where there is no text.</summary>
    public string Text(params ReadOnlySpan<string> path) => TextOf(At(path));

    /// <summary>Zero where there is no number.</summary>
    public long Number(params ReadOnlySpan<string> path) => NumberOrNull(path) ?? 0;

    public long? NumberOrNull(params ReadOnlySpan<string> path) =>
        At(path) is JsonValue value && long.TryParse(value.ToJsonString(), out var number) ? number : null;

    public bool Flag(params ReadOnlySpan<string> path) => At(path) is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    public JsonNode? At(params ReadOnlySpan<string> path)
    {
        JsonNode? node = body;
        foreach (var name in path)
        {
            node = (node as JsonObject)?[name];
        }

        return node;
    }

    private static string TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
}

/// <summary>What a controller says of an object.</summary>
/// <param name="Type">What it is about.</param>
/// <param name="Status">True, False or Unknown.</param>
/// <param name="Reason">One word.</param>
/// <param name="Message">For people.</param>
internal sealed record LiveCondition(string Type, string Status, string Reason, string Message)
{
    public bool IsTrue => Status == "True";

    public bool IsFalse => Status == "False";

    /// <summary>Reason and message, as far as there are any.</summary>
    public string Why => string.Join(": ", new[] { Reason, Message }.Where(text => text.Length > 0));
}
