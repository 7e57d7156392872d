using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Kinds;

/// <summary>Complete. How often a pod of it may fail before it has, the Job says itself.</summary>
internal sealed class JobKind : IWorkloadKind
{
    public bool Judges(ObjectKind kind) => kind.Is("batch", "Job");

    public KindState Judge(LiveObject item, Surroundings around) =>
        item.Condition("Failed") is { IsTrue: true } failed
            ? KindState.Failed(failed.Reason.Length > 0 ? failed.Reason : "Failed", failed.Message.Length > 0 ? failed.Message : "the Job failed")
        : item.Condition("Complete") is { IsTrue: true } ? KindState.Healthy
        : item.Flag("spec", "suspend") ? KindState.Healthy with { Note = "it is suspended, and was not run" }
        : KindState.Waits($"{item.Number("status", "succeeded")}/{item.NumberOrNull("spec", "completions") ?? 1} succeeded{Failures(item)}")
            with
        { IsMade = around.PodsOf(item.Uid).Any() };

    /// <summary>One that removes itself when it has ended may be gone before anybody looked.</summary>
    public KindState Missing(KubeObject item) => item.Body["spec"]?["ttlSecondsAfterFinished"] is not null
        ? KindState.Healthy with { Note = "it has removed itself, so that nobody knows how it ended" }
        : KindState.Waits("not on the cluster") with { IsMade = false };

    private static string Failures(LiveObject item) => item.Number("status", "failed") is > 0 and var failed ? $", {failed} failed" : "";
}
