using Gauntlet.Metrics.Model;
using Gauntlet.Workloads.Health;
using Gauntlet.Workloads.Objects;
using k8s.Models;

namespace Gauntlet.Experiments.Scaling;

/// <summary>What one HorizontalPodAutoscaler was seen to do.</summary>
/// <param name="autoscaler">As it was deployed.</param>
internal sealed class AutoscalerHistory(KubeObject autoscaler)
{
    /// <summary>Nobody looks at more, and no file has to hold it.</summary>
    private const int MostEntries = 1_000;

    private const int MostCharacters = 300;

    /// <summary>Kubernetes' own default, where its behavior says nothing else.</summary>
    private const int UsualStabilisation = 300;

    private readonly List<(DateTimeOffset At, int Desired, int Current, int Ready)> _steps = [];
    private readonly List<(DateTimeOffset At, V2HorizontalPodAutoscalerCondition Condition)> _conditions = [];
    private readonly List<(DateTimeOffset At, Corev1Event Event)> _events = [];
    private readonly HashSet<(string Uid, int Count)> _known = [];
    private V2HorizontalPodAutoscaler? _last;

    /// <summary>Takes what a cluster shows at a moment; only what has changed is kept.</summary>
    public void See(
        IReadOnlyList<V2HorizontalPodAutoscaler> all, IReadOnlyList<Corev1Event> events, IReadOnlyList<DeployedPod> pods, DateTimeOffset at, bool isLoad)
    {
        foreach (var entry in events.Where(IsOfIt).Where(entry => _known.Add((entry.Metadata.Uid, entry.Count ?? 1)) && isLoad && _events.Count < MostEntries))
        {
            _events.Add((at, entry));
        }

        if (all.FirstOrDefault(one => one.Metadata.NamespaceProperty == autoscaler.Namespace && one.Metadata.Name == autoscaler.Name) is not { } now)
        {
            return;
        }

        _last = now;
        var target = AutoscalerFeed.TargetOf(now);
        var ready = pods.Count(pod => pod.Workload == target && pod.Pod.Metadata.DeletionTimestamp is null && Conditions.IsReady(pod.Pod));
        var step = (now.Status?.DesiredReplicas ?? 0, now.Status?.CurrentReplicas ?? 0, ready);
        if (_steps.Count < MostEntries && (_steps.Count == 0 || (_steps[^1].Desired, _steps[^1].Current, _steps[^1].Ready) != step))
        {
            _steps.Add((at, step.Item1, step.Item2, step.ready));
        }

        foreach (var condition in now.Status?.Conditions ?? [])
        {
            var before = _conditions.FindLast(entry => entry.Condition.Type == condition.Type).Condition;
            if (_conditions.Count < MostEntries && (before?.Status, before?.Reason) != (condition.Status, condition.Reason))
            {
                _conditions.Add((at, condition));
            }
        }
    }

    /// <summary>The timeline beside a load.</summary>
    /// <param name="began">When the load did.</param>
    /// <param name="part">Its measured part.</param>
    public AutoscalerTimeline Timeline(DateTimeOffset began, MeasuredPart part)
    {
        var target = _last is null ? Autoscalers.TargetOf(autoscaler) : AutoscalerFeed.TargetOf(_last);
        var timeline = new AutoscalerTimeline
        {
            Namespace = autoscaler.Namespace ?? "",
            Name = autoscaler.Name,
            TargetKind = target.Kind,
            Target = target.Name,
            Least = _last?.Spec.MinReplicas ?? 1,
            Most = _last?.Spec.MaxReplicas ?? 0,
            StabilisationSeconds = _last?.Spec.Behavior?.ScaleDown?.StabilizationWindowSeconds ?? UsualStabilisation,
            LoadBegan = Second(began),
            LoadEnded = Second(part.To),
            Steps = [.. _steps.Where(step => step.At <= part.To).Select(step => new ReplicaStep(Second(step.At), step.Desired, step.Current, step.Ready))],
            Conditions = [.. _conditions.Select(entry => Condition(Second(entry.At), entry.Condition))],
            Events = [.. _events.Select(entry => new ScalingEvent(Second(entry.At), Short(entry.Event.Reason), Short(entry.Event.Message)))],
        };
        return timeline with { TimeToScale = ScalingFigures.TimeToScale(timeline), Flaps = ScalingFigures.Flaps(timeline) };

        double Second(DateTimeOffset at) => Math.Round((at - part.From).TotalSeconds, 3);
    }

    private bool IsOfIt(Corev1Event entry) => entry.InvolvedObject.Name == autoscaler.Name && entry.InvolvedObject.NamespaceProperty == autoscaler.Namespace;

    private static ScalingCondition Condition(double second, V2HorizontalPodAutoscalerCondition condition) =>
        new(second, Short(condition.Type), Short(condition.Status), Short(condition.Reason), Short(condition.Message));

    private static string Short(string? text) => text is null ? "" : text.Length <= MostCharacters ? text : string.Concat(text.AsSpan(0, MostCharacters), "…");
}
