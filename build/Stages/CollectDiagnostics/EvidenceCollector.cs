using Gauntlet.Build.Cli;
using Gauntlet.Build.Clusters;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Processes;
using Gauntlet.Build.Terminal;
using Gauntlet.Workloads.Diagnostics;

namespace Gauntlet.Build.Stages.CollectDiagnostics;

/// <summary>Puts the evidence of a failed run into one folder: what the stages said, what the cluster holds, what it logged.</summary>
public sealed class EvidenceCollector(SecretMask mask, StageLog stages, StageScope scope, TimeProvider time)
{
    private const int LinesOfCause = 12;

    /// <summary>
    /// Replaces the folder. A part that is unavailable is listed in the folder's index and ends nothing. Whatever ends the collection, what is in the
    /// folder by then has been looked through: it is kept, and must hold no secret.
    /// </summary>
    public async Task<DiagnosticsResult> CollectAsync(
        BuildContext context, IReadOnlyList<(string Stage, IStageSlot? Slot)> failed, ICluster? cluster, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(failed);
        var folder = context.Paths.Diagnostics;
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        var options = new DiagnosticsOptions
        {
            Deadline = context.Options.Of(CollectDiagnosticsOptions.Timeout) / 2,
            Secrets = [.. mask.Values],
            Repeat = context.State.Run.Command
        };
        var causes = failed.SelectMany(entry => Lines(entry.Stage, entry.Slot!)).ToList();
        await File.WriteAllLinesAsync(Path.Combine(folder, "stages.txt"), causes.Select(mask.Apply), cancellation).ConfigureAwait(false);
        var missing = new List<string>();
        IReadOnlyList<string> found = [];
        EvidenceSummary summary;
        try
        {
            found = await AskClusterAsync(context, folder, options, missing, cancellation).ConfigureAwait(false);
            await ExportLogsAsync(context, cluster, folder, missing, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            missing.Add("the rest: the collection was ended");
        }
        finally
        {
            summary = EvidenceFolder.Seal(folder, options, missing);
        }

        return new DiagnosticsResult(Path.GetFileName(folder), summary.Files, summary.Bytes, [.. causes.Take(1).Concat(found).Distinct().Take(LinesOfCause)]);
    }

    private static IEnumerable<string> Lines(string stage, IStageSlot slot) =>
        [$"{stage}: {slot.Outcome.Word()}: {slot.Problem?.Reason ?? slot.Summary}", .. slot.Problem?.Evidence?.Select(line => "  " + line) ?? []];

    private async Task<IReadOnlyList<string>> AskClusterAsync(
        BuildContext context, string folder, DiagnosticsOptions options, List<string> missing, CancellationToken cancellation)
    {
        if (context.State.Result<ClusterResult>() is not { } cluster || !File.Exists(Kubeconfig.File(context, cluster)))
        {
            missing.Add("the cluster's objects: there is no cluster to ask");
            return [];
        }

        // What else runs on somebody else's cluster is neither evidence nor ours to keep.
        options = cluster.Kind == "existing" ? options with { Namespaces = RunManifests.Find(context)?.Namespaces ?? [] } : options;
        using var client = Kubeconfig.Connect(context, cluster);
        var report = await ClusterApi.AskAsync(
            () => new DiagnosticsCollector(client, options, time, new SynchronousProgress(stages.Progress)).CollectAsync(folder, cancellation), cancellation)
            .ConfigureAwait(false);
        missing.AddRange(report.Missing);
        return report.FirstCause;
    }

    private async Task ExportLogsAsync(BuildContext context, ICluster? cluster, string folder, List<string> missing, CancellationToken cancellation)
    {
        // The cluster may take half of the stage's time to answer, and looking through the folder needs some.
        var most = context.Options.Of(CollectDiagnosticsOptions.Timeout) / 4;
        using var deadline = new CancellationTokenSource(most, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        scope.Enter(ending.Token);
        try
        {
            await (cluster?.ExportLogsAsync(context, Path.Combine(folder, "cluster"), ending.Token) ?? Task.CompletedTask).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            missing.Add($"the cluster's own logs: not within {Durations.Format(most)}");
        }
        catch (Exception e) when (e is StageException or IOException)
        {
            missing.Add($"the cluster's own logs: {e.Message}");
        }
    }
}
