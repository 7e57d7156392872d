using Cake.Core.Diagnostics;
using Gauntlet.Build.Clusters;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Stages.LoadTest;
using Gauntlet.Build.Terminal;
using Gauntlet.Build.Tools;
using Gauntlet.Workloads.Manifests;

namespace Gauntlet.Build.Stages.Validate;

/// <summary>Begins a run: options, tools, engine, ports, structure and manifests; all problems at once.</summary>
[TaskName("Validate")]
[TaskDescription("Begin a run: check options, tools, ports, project and manifests, all problems at once")]
[Stage(Role = StageRole.Foundation)]
public sealed class ValidateTask(
    StageRunner runner, ClusterChoice choice, ToolSet toolSet, ClusterLock clusterLock, HeaderValues headers, LoadExport export, DailyNotes notes)
    : Stage<ValidationResult>(runner)
{
    /// <inheritdoc/>
    protected internal override async Task<StageResult<ValidationResult>> ExecuteAsync(BuildContext context, CancellationToken cancellation)
    {
        // Manifests take a processor, tools and the engine are waited for: both at once, until a tool has to render them.
        var (findings, infrastructure) = (new Findings(), new Findings());
        var folders = new ManifestFolders(context, findings);
        var choosing = Task.Run(ChooseAsync, cancellation);
        var read = Task.Run(() => folders.ReadAsync(ToolsAsync(), MoreAsync, cancellation), cancellation);
        var (cluster, note, tools) = await choosing.ConfigureAwait(false);
        infrastructure.Infrastructure(WhyLocked(context));
        infrastructure.Infrastructure(await cluster.FindObstaclesAsync(context, cancellation).ConfigureAwait(false));
        var manifests = await read.ConfigureAwait(false);
        ProjectCheck.Check(context, cluster.Kind, manifests, headers, findings);
        findings.Usage(export.Problems(context.Options));
        var builds = context.Options.Of(ManifestOptions.ImageBuilds);
        ImageBuildCheck.Check(context.Paths, builds, manifests, cluster.Kind, findings);
        findings.Add(infrastructure);
        findings.Usage(manifests is null ? [] : ClusterFit.Problems(manifests, cluster.Kind, [.. builds.Select(build => build.Image)]));
        var hash = RunManifests.Write(context, manifests);
        var routes = manifests?.Routes.Select(route => $"{route.Host}{route.Path}") ?? [];
        var result = new ValidationResult(cluster.Kind, note, tools, manifests?.Objects.Count ?? 0, [.. routes], findings.Warnings)
        { ManifestsHash = hash, RenderedBy = folders.Rendered, ImageBuilds = builds };
        foreach (var warning in findings.Warnings.Except(findings.Notes))
        {
            context.Log.Warning("{0}", warning);
        }

        foreach (var warning in findings.Notes)
        {
            notes.Warn(warning);
        }

        if (findings.Problem is { } problem)
        {
            return StageResult.NotPassed(findings.Outcome, problem.Reason, result, problem);
        }

        if (manifests!.Beside.Count > 0)
        {
            context.Log.Verbose("Below {0}/ for other tools, and not read: {1}", manifests.Name, string.Join(", ", manifests.Beside));
        }

        var from = result.RenderedBy.Count == 0 ? "" : $" from {string.Join(", ", result.RenderedBy)}";
        var found = $"{result.Objects} objects{from}, {result.Routes.Count} routes, {cluster.Kind} cluster{(note is null ? "" : $" ({note})")}";
        return StageResult.Pass(tools.Count == 0 ? found : $"{found}, {string.Join(", ", tools.Select(tool => $"{tool.Name} {tool.Version}"))}", result);

        IReadOnlyList<string> WhyLocked(BuildContext context)
        {
            try
            {
                clusterLock.Take(ClusterOptions.NameOf(context));
                return [];
            }
            catch (StageException e)
            {
                return [$"{e.Message} {e.Remedy}"];
            }
        }

        async Task<(ICluster Cluster, string? Note, IReadOnlyList<ToolRecord> Tools)> ChooseAsync()
        {
            var (chosen, why) = choice.Choose(context, infrastructure);
            return (chosen, why, await toolSet.ResolveAsync(context, chosen, folders.Tools, infrastructure, cancellation).ConfigureAwait(false));
        }

        async Task<IReadOnlyList<string>> MoreAsync(ManifestSet set)
        {
            var (cluster, _, _) = await choosing.ConfigureAwait(false);
            var metrics = await MetricsServer.FolderAsync(context, cluster, set, findings, cancellation).ConfigureAwait(false);
            var monitoring = await Monitoring.FoldersAsync(context, cluster, set, findings, cancellation).ConfigureAwait(false);
            return metrics is null ? monitoring : [metrics, .. monitoring];
        }

        async Task<IReadOnlyList<ToolRecord>> ToolsAsync() => (await choosing.ConfigureAwait(false)).Tools;
    }
}
