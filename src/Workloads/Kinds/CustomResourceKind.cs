using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Kinds;

/// <summary>
/// As its own controller says by the conditions that have become custom: Ready, or Available, and Stalled and Reconciling, as the tools of cli-utils read
/// them too. One that has no such condition is not judged.
/// </summary>
internal sealed class CustomResourceKind : IWorkloadKind
{
    private static readonly string[] Good = ["Ready", "Available", "Healthy", "Established", "Accepted", "Synced"];

    public bool Judges(ObjectKind kind) => KindTable.TypeOf(kind.ApiVersion, kind.Name) is null;

    public KindState Judge(LiveObject item, Surroundings around)
    {
        if (item.At("status", "observedGeneration") is not null && !item.IsObserved)
        {
            return KindState.Waits("not looked at by its controller");
        }

        if (item.Condition("Stalled") is { IsTrue: true } stalled)
        {
            return KindState.Failed(stalled.Reason.Length > 0 ? stalled.Reason : "Stalled", stalled.Message);
        }

        return item.Condition("Reconciling") is { IsTrue: true } busy ? KindState.Waits(busy.Why)
            : Good.Select(item.Condition).OfType<LiveCondition>().FirstOrDefault() is not { } good ? KindState.Healthy with { IsJudged = false }
            : good.IsTrue ? KindState.Healthy
            : KindState.Waits($"{good.Type} is {good.Status}{(good.Why.Length > 0 ? $": {good.Why}" : "")}");
    }
}
