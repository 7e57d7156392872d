using Gauntlet.Workloads.Kinds;
using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Health;

/// <summary>An object of the manifests, and how far it has come.</summary>
/// <param name="Item">As it was applied.</param>
/// <param name="Live">As the cluster has it; null while it does not.</param>
/// <param name="State">By the rule of its kind.</param>
internal sealed record JudgedObject(KubeObject Item, LiveObject? Live, KindState State)
{
    public override string ToString() => State.WaitsFor is { } what ? $"{Item} ({what})" : $"{Item}";
}
