using Gauntlet.Metrics.Model;
using Gauntlet.Workloads.Health;
using Gauntlet.Workloads.Manifests;
using k8s;
using k8s.Models;

namespace Gauntlet.Experiments.Resources;

/// <summary>
/// Samples what runs beside a load, and this machine on the same clock. What cannot be read is missing and said so; it never ends a session, and has no
/// bearing on its verdict.
/// </summary>
/// <param name="source">Tells of the pods.</param>
/// <param name="client">Tells which pods are of what was deployed.</param>
/// <param name="manifests">What was deployed.</param>
/// <param name="time">The clock of the session.</param>
public sealed class ResourceObserver(IResourceSource source, IKubernetes client, ManifestSet manifests, TimeProvider time) : ISessionObserver, IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ToStart = TimeSpan.FromSeconds(10);

    /// <summary>Seconds between two looks at all processes, each of which is a file to read.</summary>
    private const int BetweenProcesses = 5;

    private readonly UsageHistory _history = new();
    private readonly List<MachineReading> _machine = [];
    private readonly List<ProcessReading> _processes = [];
    private readonly CancellationTokenSource _end = new();
    private IReadOnlyList<DeployedPod> _before = [];
    private IReadOnlyList<DeployedPod> _after = [];
    private Task<string?> _reading = Task.FromResult<string?>(null);
    private Task _watching = Task.CompletedTask;
    private string? _missing;

    /// <inheritdoc/>
    public async Task BeginAsync(Timeline timeline, CancellationToken cancellation)
    {
        _before = source.Resolution is null ? [] : await PodsAsync(cancellation).ConfigureAwait(false);
        _reading = Task.Run(() => source.ReadAsync(_history.Add, _end.Token), CancellationToken.None);
        _watching = WatchAsync();

        // A reader takes a moment to start: what the load does until then would be in no figure.
        await WaitAsync(() => source.Nodes.All(_history.Nodes.ContainsKey), ToStart, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Observation>> EndAsync(CancellationToken cancellation)
    {
        await CoverAsync(cancellation).ConfigureAwait(false);
        await _end.CancelAsync().ConfigureAwait(false);
        await _watching.ConfigureAwait(false);
        _missing = await ReadingAsync().ConfigureAwait(false) ?? _missing;
        _after = source.Resolution is null ? [] : await PodsAsync(cancellation).ConfigureAwait(false);
        return [];
    }

    /// <summary>The figures of a session that this has observed.</summary>
    /// <param name="seen">The session.</param>
    /// <param name="figures">Of its requests.</param>
    /// <param name="prices">What an hour costs; null where nobody has said.</param>
    public ResourceSection Section(SessionResult seen, MetricsDocument figures, ResourcePrices? prices)
    {
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(figures);
        var part = seen.Measured;
        var lost = _history.Nodes.Where(node => node.Value < part.To - (2 * (source.Resolution ?? Second))).Select(node => node.Key).Order().ToList();
        var missing = _missing ?? (lost.Count > 0 ? $"nothing was read of {string.Join(", ", lost)} to the end" : null);
        var workloads = _after.Concat(_before).DistinctBy(pod => pod.Pod.Metadata.Uid).GroupBy(pod => pod.Workload)
            .Where(pods => pods.Any(pod => _history.Of(pod.Pod.Metadata.Uid) is not null || missing is not null))
            .Select(pods => new WorkloadFigures(pods.Key, [.. pods.Select(pod => pod.Pod)], _history, part).Build(missing is null) with
            {
                Restarts = missing is null ? pods.Sum(pod => Restarts(pod.Pod)) : null,
            })
            .Select(workload => RequestFigures.Add(workload, manifests, figures, prices));
        return new ResourceSection
        {
            Source = source.Description,
            ResolutionSeconds = source.Resolution?.TotalSeconds,
            Began = part.From,
            Missing = missing,
            Workloads = [.. workloads.OrderByDescending(workload => workload.CoresMean).ThenBy(workload => workload.FullName, StringComparer.Ordinal)],
            Machine = MachineFigures.Of(_machine, _processes, _history.OfNodes(), part, seen.Run.ProcessorTime is not null),
            Prices = prices,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _end.Dispose();

    /// <summary>Waits for samples of after the last answer: the measured part has to lie between some. Slower ones are not waited for.</summary>
    private Task CoverAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        return source.Resolution <= Second ? WaitAsync(() => _history.Nodes.Values.All(read => read >= now), 2 * Second, cancellation) : Task.CompletedTask;
    }

    /// <summary>Waits no longer than it is worth, and not for a source that has ended.</summary>
    private async Task WaitAsync(Func<bool> isSo, TimeSpan patience, CancellationToken cancellation)
    {
        var begun = time.GetUtcNow();
        while (!isSo() && !_reading.IsCompleted && !cancellation.IsCancellationRequested && time.GetUtcNow() - begun < patience)
        {
            await Task.Delay(Second / 20, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(Second, time);
        try
        {
            do
            {
                Look(isFull: _machine.Count % BetweenProcesses == 0);
            }
            while (await timer.WaitForNextTickAsync(_end.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            Look(isFull: true);
        }

        void Look(bool isFull)
        {
            _machine.Add(MachineReading.Take(MachineReading.Proc, time.GetUtcNow()));
            if (isFull)
            {
                _processes.Add(ProcessReading.Take(MachineReading.Proc, time.GetUtcNow(), _processes.LastOrDefault()));
            }
        }
    }

#pragma warning disable CA1031 // Do not catch general exception types: whatever keeps this from looking is said in the figures, and changes nothing else.
    private async Task<string?> ReadingAsync()
    {
        try
        {
            return await _reading.ConfigureAwait(false);
        }
        catch (Exception e)
        {
            return $"the source failed: {Line(e)}";
        }
    }

    private async Task<IReadOnlyList<DeployedPod>> PodsAsync(CancellationToken cancellation)
    {
        try
        {
            return await DeployedPods.ReadAsync(client, manifests, cancellation).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            _missing ??= $"the pods could not be listed: {Line(e)}";
            return [];
        }
    }
#pragma warning restore CA1031

    private static string Line(Exception e) => e.GetBaseException().Message.ReplaceLineEndings(" ");

    private long Restarts(V1Pod pod)
    {
        var before = _before.FirstOrDefault(known => known.Pod.Metadata.Uid == pod.Metadata.Uid)?.Pod;
        return Math.Max(0, Count(pod) - (before is null ? 0 : Count(before)));

        static long Count(V1Pod of) => (of.Status?.ContainerStatuses ?? []).Sum(status => status.RestartCount);
    }
}
