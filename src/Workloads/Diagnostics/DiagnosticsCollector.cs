using System.Globalization;
using System.Text;
using Gauntlet.Workloads.Health;
using Gauntlet.Workloads.Objects;
using k8s;
using k8s.Models;

namespace Gauntlet.Workloads.Diagnostics;

/// <summary>
/// Keeps the evidence of a failure before the cluster goes: first causes, versions, events, objects, logs. What explains most is begun first, because the
/// deadline may cut the rest; what was unavailable is data. <see cref="EvidenceFolder.Seal"/> must follow: it takes out credentials.
/// </summary>
/// <param name="client">Of the cluster.</param>
/// <param name="options">Deadline and secrets.</param>
/// <param name="time">The clock.</param>
/// <param name="progress">Told what is being fetched.</param>
public sealed class DiagnosticsCollector(IKubernetes client, DiagnosticsOptions options, TimeProvider time, IProgress<string> progress)
{
    /// <summary>A log is at its node: one that is lost lets everybody wait who asks for the logs of its pods.</summary>
    private static readonly TimeSpan MostOfLog = TimeSpan.FromSeconds(5);

    private string _folder = "";

    /// <summary>Writes into a folder, replacing files of the same names.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled; the deadline is no exception.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public async Task<DiagnosticsReport> CollectAsync(string folder, CancellationToken cancellation)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        using var steps = new CollectionSteps(options.Deadline, time, progress);
        ClusterSnapshot? snapshot = null;
        IReadOnlyList<string> firstCause = [];
        List<string> missing =
            [.. await steps.RunAsync([new("state", async c => snapshot = await ReadAsync(c).ConfigureAwait(false))], cancellation).ConfigureAwait(false)];
        Write("repeat.txt", (options.Repeat ?? "(the command is not known)") + "\n");
        missing.AddRange(await steps.RunAsync(
            [
                .. snapshot is null ? [] : Explain(snapshot, found => firstCause = found),
                .. new ClusterDump(client).Kinds.Select(
                    kind => new CollectionStep(kind.Kind, async c => Dump(Within(await kind.List(c).ConfigureAwait(false))))),
                .. snapshot is null ? [] : Logs(snapshot),
            ],
            cancellation).ConfigureAwait(false));
        firstCause = firstCause.Count > 0 ? firstCause : [.. missing.Take(1)];
        Write("first-cause.txt", string.Join('\n', firstCause) + "\n");
        return new DiagnosticsReport(firstCause, missing);
    }

    private IEnumerable<CollectionStep> Explain(ClusterSnapshot snapshot, Action<IReadOnlyList<string>> found)
    {
        Write("events.txt", EventLines(snapshot.Events));
        yield return new("first cause", async c => found(await new FirstCause(client).FindAsync(snapshot, c).ConfigureAwait(false)));
        yield return new("versions", c => VersionsAsync(snapshot.Nodes, c));
    }

    /// <summary>Whoever is ill first; the healthy pods' last lines help where only an answer is wrong.</summary>
    private IEnumerable<CollectionStep> Logs(ClusterSnapshot snapshot) =>
        from pod in snapshot.Pods.OrderBy(PodHealth.IsHealthy)
        where !PodHealth.IsHealthy(pod) || pod.Metadata.NamespaceProperty != "kube-system"
        select new CollectionStep(
            $"logs of {pod.Metadata.NamespaceProperty}/{pod.Metadata.Name}", c => new PodLogs(client, Write).WriteAsync(pod, c), MostOfLog);

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

    private async Task VersionsAsync(IEnumerable<V1Node> nodes, CancellationToken cancellation)
    {
        var server = await client.Version.GetCodeAsync(cancellation).ConfigureAwait(false);
        var text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"API server {server.GitVersion}\nclient {typeof(Kubernetes).Assembly.GetName().Version}\n");
        foreach (var node in nodes)
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
