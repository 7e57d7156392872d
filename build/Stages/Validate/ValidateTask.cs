using Cake.Core.Diagnostics;
using Gauntlet.Build.Clusters;
using Gauntlet.Build.Pipeline;

namespace Gauntlet.Build.Stages.Validate;

/// <summary>Begins a run: options, tools, engine, ports, structure and manifests; all problems at once.</summary>
[TaskName("Validate")]
[TaskDescription("Begin a run: check options, tools, ports, project and manifests, all problems at once")]
[Stage(Role = StageRole.Foundation)]
public sealed class ValidateTask(StageRunner runner, ClusterChoice choice, ToolSet toolSet, HeaderValues headers) : Stage<ValidationResult>(runner)
{
    /// <inheritdoc/>
    protected internal override async Task<StageResult<ValidationResult>> ExecuteAsync(BuildContext context, CancellationToken cancellation)
    {
        // Manifests take a processor, tools and the engine are waited for: both at once.
        var findings = new Findings();
        var project = Task.Run(() => ProjectCheck.Check(context, headers, findings), cancellation);
        var infrastructure = new Findings();
        var (cluster, note) = choice.Choose(context, infrastructure);
        var tools = await toolSet.ResolveAsync(context, cluster, infrastructure, cancellation).ConfigureAwait(false);
        infrastructure.Infrastructure(await cluster.FindObstaclesAsync(context, cancellation).ConfigureAwait(false));
        var manifests = await project.ConfigureAwait(false);
        findings.Add(infrastructure);
        findings.Usage(ClusterFit.Problems(manifests, cluster.Kind));
        var hash = RunManifests.Write(context, manifests);
        var result = new ValidationResult(
            cluster.Kind, note, tools, manifests.Objects.Count, [.. manifests.Routes.Select(route => $"{route.Host}{route.Path}")], findings.Warnings)
        { ManifestsHash = hash };
        foreach (var warning in findings.Warnings)
        {
            context.Log.Warning("{0}", warning);
        }

        if (findings.Problem is { } problem)
        {
            return StageResult.NotPassed(findings.Outcome, problem.Reason, result, problem);
        }

        var found = $"{result.Objects} objects, {result.Routes.Count} routes, {cluster.Kind} cluster{(note is null ? "" : $" ({note})")}";
        return StageResult.Pass(tools.Count == 0 ? found : $"{found}, {string.Join(", ", tools.Select(tool => $"{tool.Name} {tool.Version}"))}", result);
    }
}
