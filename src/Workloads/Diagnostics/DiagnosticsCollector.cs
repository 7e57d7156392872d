using System.Globalization;
using System.Text;
using Gauntlet.Workloads.Health;
using Gauntlet.Workloads.Objects;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace Gauntlet.Workloads.Diagnostics;

/// <summary>
/// Keeps the evidence of a failure before the cluster goes: first causes, versions, events, logs, objects. What explains most is fetched first, because the
/// deadline may cut the rest; what was unavailable is data. <see cref="EvidenceFolder.Seal"/> must follow: it takes out credentials.
/// </summary>
/// <param name="client">Of the cluster.</param>
/// <param name="options">Deadline and secrets.</param>
/// <param name="time">The clock.</param>
/// <param name="progress">Told what is being fetched.</param>
public sealed class DiagnosticsCollector(IKubernetes client, DiagnosticsOptions options, TimeProvider time, IProgress<string> progress)
{
    private readonly List<string> _missing = [];
    private string _folder = "";

    /// <summary>Writes into a folder, replacing files of the same names.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled; the deadline is no exception.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public async Task<DiagnosticsReport> CollectAsync(string folder, CancellationToken cancellation)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        using var deadline = new CancellationTokenSource(options.Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        ClusterSnapshot? snapshot = null;
        IReadOnlyList<string> firstCause = [];
        await StepAsync("state", async c => snapshot = await ReadAsync(c).ConfigureAwait(false), either.Token, cancellation).ConfigureAwait(false);
        if (snapshot is not null)
        {
            await StepAsync("first cause", async c => firstCause = await new FirstCause(client).FindAsync(snapshot, c).ConfigureAwait(false), either.Token,
                cancellation).ConfigureAwait(false);
        }

        firstCause = firstCause.Count > 0 ? firstCause : [.. _missing.Take(1)];
        Write("first-cause.txt", string.Join('\n', firstCause) + "\n");
        Write("repeat.txt", (options.Repeat ?? "(the command is not known)") + "\n");
        await StepAsync("versions", VersionsAsync, either.Token, cancellation).ConfigureAwait(false);
        if (snapshot is not null)
        {
            Write("events.txt", EventLines(snapshot.Events));
            var logs = new PodLogs(client, Write, _missing.Add);
            // Whoever is ill first; the healthy pods' last lines help where only an answer is wrong.
            foreach (var pod in snapshot.Pods.OrderBy(PodHealth.IsHealthy)
                .Where(pod => !PodHealth.IsHealthy(pod) || pod.Metadata.NamespaceProperty != "kube-system"))
            {
                await StepAsync($"logs of {pod.Metadata.NamespaceProperty}/{pod.Metadata.Name}", c => logs.WriteAsync(pod, c), either.Token, cancellation)
                    .ConfigureAwait(false);
            }
        }

        foreach (var (kind, list) in new ClusterDump(client).Kinds)
        {
            await StepAsync(kind, async c => Dump(Within(await list(c).ConfigureAwait(false))), either.Token, cancellation).ConfigureAwait(false);
        }

        return new DiagnosticsReport(firstCause, _missing);
    }

    private async Task StepAsync(string what, Func<CancellationToken, Task> step, CancellationToken deadline, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (deadline.IsCancellationRequested)
        {
            _missing.Add($"{what}: the deadline of {options.Deadline.TotalSeconds:0} s was over");
            return;
        }

        progress.Report(what);
        try
        {
            await step(deadline).ConfigureAwait(false);
        }
        catch (Exception e) when (
            e is HttpRequestException or HttpOperationException or KubernetesException or System.Text.Json.JsonException
            || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            var why = deadline.IsCancellationRequested ? $"the deadline of {options.Deadline.TotalSeconds:0} s was over" : e.Message.ReplaceLineEndings(" ");
            _missing.Add($"{what}: {why}");
        }
    }

    private async Task<ClusterSnapshot> ReadAsync(CancellationToken cancellation) => new(
        [.. (await client.CoreV1.ListNodeAsync(cancellationToken: cancellation).ConfigureAwait(false)).Items],
        [.. Within((await client.AppsV1.ListDeploymentForAllNamespacesAsync(cancellationToken: cancellation).ConfigureAwait(false)).Items)],
        [.. Within((await client.CoreV1.ListPodForAllNamespacesAsync(cancellationToken: cancellation).ConfigureAwait(false)).Items)],
        [.. Within((await client.CoreV1.ListEndpointsForAllNamespacesAsync(cancellationToken: cancellation).ConfigureAwait(false)).Items)],
        [.. (await client.CoreV1.ListEventForAllNamespacesAsync(cancellationToken: cancellation).ConfigureAwait(false))
            .Items.Where(entry => IsWithin(entry.InvolvedObject.NamespaceProperty))])
    {
        ReplicaSets = [.. Within((await client.AppsV1.ListReplicaSetForAllNamespacesAsync(cancellationToken: cancellation).ConfigureAwait(false)).Items)],
    };

    /// <summary>What belongs to no namespace explains what happens in all of them; of the namespaces themselves only those looked into.</summary>
    private IEnumerable<T> Within<T>(IEnumerable<T> items)
        where T : IKubernetesObject<V1ObjectMeta> => items.Where(item => IsWithin(item is V1Namespace ? item.Metadata.Name : item.Metadata.NamespaceProperty));

    private bool IsWithin(string? space) => options.Namespaces is null || string.IsNullOrEmpty(space) || options.Namespaces.Contains(space);

    private async Task VersionsAsync(CancellationToken cancellation)
    {
        var server = await client.Version.GetCodeAsync(cancellation).ConfigureAwait(false);
        var nodes = await client.CoreV1.ListNodeAsync(cancellationToken: cancellation).ConfigureAwait(false);
        var text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"API server {server.GitVersion}\nclient {typeof(Kubernetes).Assembly.GetName().Version}\n");
        foreach (var node in nodes.Items)
        {
            var info = node.Status?.NodeInfo;
            text.Append(CultureInfo.InvariantCulture, $"node {node.Metadata.Name}: kubelet {info?.KubeletVersion}, {info?.ContainerRuntimeVersion}, "
                + $"{info?.OsImage}, kernel {info?.KernelVersion}, {info?.Architecture}\n");
        }

        Write("versions.txt", text.ToString());
    }

    private void Dump(IEnumerable<IKubernetesObject<V1ObjectMeta>> items)
    {
        foreach (var item in items)
        {
            Write(ObjectDump.FileName(item), ObjectDump.Yaml(item));
        }
    }

    private static string EventLines(IEnumerable<Corev1Event> events) => string.Concat(events
        .Select(entry => (At: Conditions.LastSeen(entry), entry))
        .OrderBy(pair => pair.At)
        .Select(pair => $"{pair.At:yyyy-MM-ddTHH:mm:ssZ} {pair.entry.Type,-7} {pair.entry.InvolvedObject.Kind} "
            + $"{pair.entry.InvolvedObject.NamespaceProperty}/{pair.entry.InvolvedObject.Name} {pair.entry.Reason}: "
            + $"{pair.entry.Message?.ReplaceLineEndings(" ")} (x{pair.entry.Count ?? 1})\n"));

    private void Write(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, new Redactor(options.Secrets).Redact(text));
    }
}
