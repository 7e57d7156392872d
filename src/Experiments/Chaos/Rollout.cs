using System.Text.Json.Nodes;
using Gauntlet.Workloads.Applying;

namespace Gauntlet.Experiments.Chaos;

/// <summary>Every pod anew, as a new version would have it.</summary>
internal sealed class Rollout() : Fault(
    "rollout", "restarts every pod of the workload as a new version of it would", "during: errors.count == 0", "after: errors.count == 0")
{
    /// <inheritdoc/>
    public override Task<Injection> PrepareAsync(FaultTools tools, Injection injection, CancellationToken cancellation) =>
        injection.Victims.Select(victim => victim.Workload)
            .FirstOrDefault(workload => tools.Manifests.Find(workload)!.Body["spec"]?["template"] is null) is { } single
            ? throw new FaultException($"{single} has no template that could be changed")
            : Task.FromResult(injection);

    /// <inheritdoc/>
    public override async Task InjectAsync(FaultTools tools, Injection injection, TimeSpan guard, CancellationToken cancellation)
    {
        foreach (var workload in injection.Victims.Select(victim => victim.Workload).Distinct())
        {
            var annotations = new JsonObject { ["gauntlet/rollout"] = injection.Mark };
            var template = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = annotations } };
            await LiveObjects.PatchAsync(
                tools.Client, tools.Manifests.Find(workload)!, new JsonObject { ["spec"] = new JsonObject { ["template"] = template } }, cancellation)
                .ConfigureAwait(false);
        }
    }
}
