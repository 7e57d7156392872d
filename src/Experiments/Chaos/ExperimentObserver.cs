using Gauntlet.Experiments.Resources;
using Gauntlet.LoadGenerator;
using Gauntlet.Workloads.Applying;
using Gauntlet.Workloads.Health;
using k8s.Autorest;

namespace Gauntlet.Experiments.Chaos;

/// <summary>
/// Makes something fail in the middle of a load, and looks whether it did. It says nothing about the verdict of the session: who judges holds the requests
/// against what is in <see cref="Facts"/>.
/// </summary>
/// <param name="tools">The cluster, and what was deployed.</param>
/// <param name="plan">What is to fail.</param>
/// <param name="mark">Ours alone, of this experiment.</param>
/// <param name="keep">Takes what is in force before it is made, and null once it is taken back.</param>
/// <param name="time">The clock of the session.</param>
public sealed class ExperimentObserver(FaultTools tools, ExperimentPlan plan, string mark, Action<Injection?> keep, TimeProvider time)
    : ISessionObserver, IProgress<LoadProgress>, IDisposable
{
    /// <summary>Share of failed requests above which the state before the fault is not steady.</summary>
    public const double SteadyErrors = 0.001;

    /// <summary>How long after its end a fault that nobody takes back ends by itself.</summary>
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(10);

    /// <summary>How long taking back may take, also once the session is cancelled.</summary>
    private static readonly TimeSpan MostOfUndo = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _end = new();
    private readonly Lock _facts = new();
    private readonly TaskCompletionSource<DateTimeOffset> _measured = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LoadProgress _progress;
    private MachineReading? _machine;
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

        Facts = Facts with { CpuPressure = _machine is { } then ? MachineReading.Take(MachineReading.Proc, time.GetUtcNow()).PressureSince(then) : null };
        return [];
    }

    /// <inheritdoc/>
    public void Dispose() => _end.Dispose();

    private async Task RunAsync(CancellationToken cancellation)
    {
        var feed = new PodFeed(tools.Client, tools.Manifests, time);
        await using (feed.ConfigureAwait(false))
        {
            var begun = await _measured.Task.WaitAsync(cancellation).ConfigureAwait(false);
            await UntilAsync(begun + plan.At, cancellation).ConfigureAwait(false);
            if (PodView.Of(feed) is not { } view)
            {
                Facts = new(plan) { Void = $"the cluster had not told by then what runs on it ({feed.Trouble ?? "it has not answered yet"})" };
                return;
            }

            var (victims, reason) = Targets.Find(plan, view);
            var ended = _progress.Completed + _progress.Failures;
            if (victims.Count == 0 || (ended > 0 && _progress.Failures > SteadyErrors * ended))
            {
                var unsteady = $"before the fault {_progress.Failures} of {ended} requests had failed: nothing was injected into what was not steady";
                Facts = new(plan) { Void = reason ?? unsteady };
                return;
            }

            await MakeAsync(feed, view, victims, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Makes the fault, looks at it for as long as it lasts, takes it back, and looks on until all is replaced or the load is over.</summary>
    private async Task MakeAsync(PodFeed feed, PodView before, IReadOnlyList<DeployedPod> victims, CancellationToken cancellation)
    {
        Injection injection;
        try
        {
            injection = await plan.Fault.PrepareAsync(tools, new Injection(plan.Fault.Name, mark, [.. victims.Select(Describe)]), cancellation)
                .ConfigureAwait(false);
        }
        catch (FaultException e)
        {
            Facts = new(plan) { Void = e.Message };
            return;
        }

        keep(plan.Fault.Lasts ? injection : null);
        var sight = new FaultSight(plan.Fault, injection, before);
        Facts = new ExperimentFacts(plan)
        {
            Victims = injection.Victims,
            Routes = Targets.Routes(plan.Fault, victims, before, tools.Manifests),
            Advice = plan.Fault.Proof == FaultProof.PodsLeave ? RolloutAdvice.Of(victims[0].Pod) : [],
            Injected = time.GetUtcNow(),
        };
        _machine = MachineReading.Take(MachineReading.Proc, Facts.Injected!.Value);
        _timeline!.Add(Facts.Injected!.Value, $"{plan.Fault.Name} of {string.Join(", ", Facts.Victims.Select(victim => victim.Pod))}");
        var until = Facts.Injected.Value + plan.For;
        var injecting = plan.Fault.InjectAsync(tools, injection, plan.For + Guard, cancellation);
        try
        {
            await WatchAsync(feed, sight, injection, until, injecting, cancellation).ConfigureAwait(false);
            await injecting.ConfigureAwait(false);
        }
        catch (FaultException e)
        {
            Facts = Facts with { Void = e.Message };
        }
        finally
        {
            // What is still being made cannot be taken back.
            await injecting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await UndoAsync(injection).ConfigureAwait(false);
        }

        await WatchAsync(feed, sight, injection, null, Task.CompletedTask, cancellation).ConfigureAwait(false);
    }

    /// <summary>Takes what is seen until a moment, or, without one, until there is nothing more to see.</summary>
    private async Task WatchAsync(
        PodFeed feed, FaultSight sight, Injection injection, DateTimeOffset? until, Task injecting, CancellationToken cancellation)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var over = UntilAsync(until, end.Token);
        var looking = sight.NeedsLook && until is not null ? LookAsync(sight, injection, end.Token) : Task.CompletedTask;
        try
        {
            while (!over.IsCompleted && !injecting.IsFaulted && !(until is null && sight.IsAllSeen))
            {
                Take(sight.Of(PodView.Of(feed)!, time.GetUtcNow()));
                using var change = CancellationTokenSource.CreateLinkedTokenSource(end.Token);
                var next = feed.ChangeAsync(change.Token);
                await (injecting.IsCompleted ? Task.WhenAny(next, over) : Task.WhenAny(next, over, injecting)).ConfigureAwait(false);
                await change.CancelAsync().ConfigureAwait(false);
                await next.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            await looking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await over.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>Asks the node until it shows the fault.</summary>
    private async Task LookAsync(FaultSight sight, Injection injection, CancellationToken cancellation)
    {
        while (Facts.Landed is null)
        {
            if (await plan.Fault.LookAsync(tools, injection, cancellation).ConfigureAwait(false) is { } shown)
            {
                Take(sight.Shown(shown, time.GetUtcNow()));
                return;
            }

            await Task.Delay(Look, time, cancellation).ConfigureAwait(false);
        }
    }

    private async Task UndoAsync(Injection injection)
    {
        if (!plan.Fault.Lasts)
        {
            return;
        }

        using var limit = new CancellationTokenSource(MostOfUndo, time);
        try
        {
            await plan.Fault.UndoAsync(tools, injection, limit.Token).ConfigureAwait(false);
            Take(new Sighting([new Mark(time.GetUtcNow(), "taken back")]));
            keep(null);
        }
        catch (Exception e) when (e is FaultException or OperationCanceledException or HttpRequestException or HttpOperationException or ApiServerException)
        {
            Facts = Facts with { Left = $"{e.Message.TrimEnd('.')}; by hand: {plan.Fault.UndoByHand(tools, injection)}" };
        }
    }

    private void Take(Sighting seen)
    {
        foreach (var entry in seen.News)
        {
            _timeline!.Add(entry.At, entry.What);
        }

        lock (_facts)
        {
            Facts = Facts with
            {
                Landed = Facts.Landed ?? seen.Landed,
                Replaced = Facts.Replaced ?? seen.Replaced,
                Evidence = [.. Facts.Evidence, .. seen.News],
            };
        }
    }

    /// <summary>Waits for a moment; without one until it is cancelled.</summary>
    private async Task UntilAsync(DateTimeOffset? moment, CancellationToken cancellation)
    {
        var wait = moment is { } at ? at - time.GetUtcNow() : Timeout.InfiniteTimeSpan;
        if (moment is null || wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, cancellation).ConfigureAwait(false);
        }
    }

    private static Victim Describe(DeployedPod victim)
    {
        var pod = victim.Pod;
        return new Victim(pod.Metadata.NamespaceProperty, pod.Metadata.Name, pod.Metadata.Uid, pod.Spec.NodeName, victim.Workload)
        {
            Ip = pod.Status?.PodIP,
            Container = pod.Status?.ContainerStatuses?.FirstOrDefault()?.ContainerID,
        };
    }
}
