using System.Text.Json.Nodes;

namespace Gauntlet.Workloads.Applying;

/// <summary>Objects that are to go do not go.</summary>
/// <param name="held">Each with what holds it.</param>
public sealed class TeardownHeldException(IReadOnlyList<HeldObject> held) : Exception($"{held.Count} objects do not go.")
{
    /// <summary>Each with what holds it.</summary>
    public IReadOnlyList<HeldObject> Held { get; } = held;
}

/// <summary>An object that does not go.</summary>
/// <param name="Name">Kind and name.</param>
/// <param name="By">What holds it: its finalizers, its owners, or what its conditions say of its content.</param>
public sealed record HeldObject(string Name, IReadOnlyList<string> By)
{
    /// <summary>Reads that off an object as the cluster has it.</summary>
    public static HeldObject Of(JsonObject item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var metadata = item["metadata"]!;
        var finalizers = Texts(metadata["finalizers"]).Concat(Texts(item["spec"]?["finalizers"])).Select(name => $"the finalizer {name}");
        var owners = (metadata["ownerReferences"] as JsonArray ?? []).Select(owner => $"its owner {(string?)owner?["kind"]} {(string?)owner?["name"]}");
        var conditions = (item["status"]?["conditions"] as JsonArray ?? [])
            .Where(condition => (string?)condition?["status"] == "True"
                && ((string?)condition["type"])?.StartsWith("Namespace", StringComparison.Ordinal) == true)
            .Select(condition => (string?)condition!["message"] ?? "");
        var space = (string?)metadata["namespace"];
        return new HeldObject(
            $"{(string?)item["kind"]} {(space is null ? "" : space + "/")}{(string?)metadata["name"]}", [.. finalizers, .. owners, .. conditions]);
    }

    /// <summary>Name, and what holds it.</summary>
    public override string ToString() => By.Count == 0 ? $"{Name} by nothing that it tells of" : $"{Name} by {string.Join(", ", By)}";

    private static IEnumerable<string> Texts(JsonNode? list) => (list as JsonArray ?? []).Select(entry => (string?)entry ?? "");
}
