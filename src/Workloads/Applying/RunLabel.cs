using System.Text.Json.Nodes;
using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Applying;

/// <summary>The label that says which run made an object.</summary>
public static class RunLabel
{
    /// <summary>Its name.</summary>
    public const string Name = "gauntlet/run";

    /// <summary>A copy of an object that carries the label beside its own labels; without one where no run owns it. Nothing else is touched.</summary>
    public static JsonObject Copy(KubeObject item, string? owner)
    {
        ArgumentNullException.ThrowIfNull(item);
        var copy = item.Body.DeepClone().AsObject();
        if (owner is not null)
        {
            var metadata = copy["metadata"]!.AsObject();
            if (metadata["labels"] is not JsonObject labels)
            {
                metadata["labels"] = labels = [];
            }

            labels[Name] = owner;
        }

        return copy;
    }
}
