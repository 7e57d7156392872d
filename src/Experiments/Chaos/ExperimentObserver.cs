using Gauntlet.LoadGenerator;
using Gauntlet.Workloads.Health;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;
using k8s;

namespace Gauntlet.Experiments.Chaos;

/// <summary>
/// Makes something fail in the middle of a load, and looks whether it did. It says nothing about the verdict of the session: who judges holds the requests
/// against what is in <see cref="Facts"/>.
/// </summary>
/// <param name="client">The cluster.</param>
/// <param name="manifests">What was deployed.</param>
/// <param name="plan">What is to fail.</param>
/// <param name="time">The clock of the session.</param>
public sealed class ExperimentObserver(IKubernetes client, ManifestSet manifests, ExperimentPlan plan, TimeProvider time)
    : ISessionObserver, IProgress<LoadProgress>, IDisposable
{
    /// <summary>Share of failed requests above which the state before the fault is not steady.</summary>
    public const double SteadyErrors = 0.001;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource<DateTimeOffset> _measured = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LoadProgress _progress;
    private Timeline? _timeline;
    private Task _running = Task.CompletedTask;

    /// <summary>What was done and seen.</summary>
    public ExperimentFacts Facts { get; private set; } = new(plan) { Void = "the load had ended before the fault was due" };

    /// <summary>Where the load stands: from it the fault's time and the steady state are known.</summary>
    public void Report(LoadProgress value)
    {
        _progress = value;
        if (!value.IsWarmUp)
        {
            _measured.TrySetResult(time.GetUtcNow() - value.Elapsed);
        }
    }

    /// <inheritdoc/>
    public Task BeginAsync(Timeline timeline, CancellationToken cancellation)
    {
        _timeline = timeline;
        _running = RunAsync(_end.Token);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    /// <exception cref="HttpRequestException">The API server did not answer.</exception>
    public async Task<IReadOnlyList<Observation>> EndAsync(CancellationToken cancellation)
    {
        await _end.CancelAsync().ConfigureAwait(false);
        try
        {
            await _running.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // The load is over: what is known by now is all.
        }

        return [];
    }

    /// <inheritdoc/>
    public void Dispose() => _end.Dispose();

    private async Task RunAsync(CancellationToken cancellation)
    {
        var begun = await _measured.Task.WaitAsync(cancellation).ConfigureAwait(false);
        if (begun + plan.At - time.GetUtcNow() is { Ticks: > 0 } wait)
        {
            await Task.Delay(wait, time, cancellation).ConfigureAwait(false);
        }

        var view = await ClusterView.ReadAsync(client, manifests, cancellation).ConfigureAwait(false);
        var targets = Targets(view);
        var victims = targets.SelectMany(workload => plan.Fault.Choose(view.Serving(workload))).ToList();
        var ended = _progress.Completed + _progress.Failures;
        if ((ended > 0 && _progress.Failures > SteadyErrors * ended) || victims.Count == 0)
        {
            Facts = new ExperimentFacts(plan)
            {
                Void = victims.Count > 0
                    ? $"before the fault {_progress.Failures} of {ended} requests had failed: nothing was injected into what was not steady"
                    : targets.Count > 0 ? $"{string.Join(", ", targets)} had no pod that answers requests"
                    : plan.Target is { } name ? $"no workload that was deployed is called {name}"
                    : "no workload that was deployed has two pods that answer requests",
            };
            return;
        }

        await InjectAsync(view, victims, cancellation).ConfigureAwait(false);
        await LookAsync([.. victims.Select(victim => victim.Pod.Metadata.Uid)], view, cancellation).ConfigureAwait(false);
    }

    private List<ObjectReference> Targets(ClusterView view)
    {
        var workloads = view.Pods.Select(pod => pod.Workload).Distinct().OrderBy(workload => workload.ToString(), StringComparer.Ordinal);
        return plan.Target is { } name
            ? [.. workloads.Where(workload => workload.Name == name || $"{workload.Namespace}/{workload.Name}" == name)]
            : [.. workloads.Where(workload => view.Serving(workload).Count > 1)];
    }

    private async Task InjectAsync(ClusterView view, List<DeployedPod> victims, CancellationToken cancellation)
    {
        Facts = new ExperimentFacts(plan)
        {
            Victims =
            [
                .. victims.Select(victim => new Victim(
                    $"{victim.Pod.Metadata.NamespaceProperty}/{victim.Pod.Metadata.Name}", victim.Pod.Metadata.Uid, victim.Pod.Spec.NodeName, victim.Workload)),
            ],
            Routes = [.. victims.SelectMany(victim => view.RoutesTo(victim.Pod.Metadata.Uid, manifests)).Distinct()],
            Injected = time.GetUtcNow(),
        };
        _timeline!.Add(Facts.Injected!.Value, $"{plan.Fault.Name} of {string.Join(", ", Facts.Victims.Select(victim => victim.Pod))}");
        await plan.Fault.InjectAsync(client, victims, cancellation).ConfigureAwait(false);
    }

    /// <summary>Looks until those that were hit are replaced, or the load is over.</summary>
    private async Task LookAsync(HashSet<string> hit, ClusterView before, CancellationToken cancellation)
    {
        var known = before.Pods.Select(pod => pod.Pod.Metadata.Uid).ToHashSet();
        while (Facts.Replaced is null || Facts.Gone is null || Facts.Removed is null)
        {
            var view = await ClusterView.ReadAsync(client, manifests, cancellation).ConfigureAwait(false);
            var now = time.GetUtcNow();
            var fresh = view.Pods.Count(pod => Facts.Victims.Any(victim => victim.Workload == pod.Workload) && Conditions.IsReady(pod.Pod)
                && !known.Contains(pod.Pod.Metadata.Uid) && view.Serves(pod.Pod.Metadata.Uid));
            Facts = Facts with
            {
                Gone = Facts.Gone ?? Since("gone from the API", view.Pods.All(pod => !hit.Contains(pod.Pod.Metadata.Uid)), now),
                Removed = Facts.Removed ?? Since("no longer endpoints", !hit.Any(view.Serves), now),
                Replaced = Facts.Replaced ?? Since("replaced", fresh >= hit.Count, now),
            };
            await Task.Delay(Look, time, cancellation).ConfigureAwait(false);
        }
    }

    private DateTimeOffset? Since(string what, bool isSo, DateTimeOffset now)
    {
        if (isSo)
        {
            _timeline!.Add(now, $"{string.Join(", ", Facts.Victims.Select(victim => victim.Pod))}: {what}");
        }

        return isSo ? now : null;
    }
}
