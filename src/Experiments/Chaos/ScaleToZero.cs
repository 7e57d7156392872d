using System.Text.Json.Nodes;
using Gauntlet.Workloads.Applying;
using Gauntlet.Workloads.Objects;

namespace Gauntlet.Experiments.Chaos;

/// <summary>No pod at all for a while.</summary>
internal sealed class ScaleToZero() : Fault(
    "scale-zero", "takes every pod of the workload away, and gives it as many again at the end", "after: recovery < 20s")
{
    /// <inheritdoc/>
    public override async Task<Injection> PrepareAsync(FaultTools tools, Injection injection, CancellationToken cancellation)
    {
        var scaled = new List<ScaledWorkload>();
        foreach (var workload in injection.Victims.Select(victim => victim.Workload).Distinct())
        {
            var live = await LiveObjects.ReadAsync(tools.Client, tools.Manifests.Find(workload)!, cancellation).ConfigureAwait(false);
            scaled.Add(new ScaledWorkload(
                workload, (int?)live?["spec"]?["replicas"] ?? throw new FaultException($"{workload} has no replicas that could be scaled")));
        }

        return injection with { Scaled = scaled };
    }

    /// <inheritdoc/>
    public override Task InjectAsync(FaultTools tools, Injection injection, TimeSpan guard, CancellationToken cancellation) =>
        ScaleAsync(tools, injection.Scaled!.Select(one => (one.Workload, 0)), cancellation);

    /// <inheritdoc/>
    public override Task UndoAsync(FaultTools tools, Injection injection, CancellationToken cancellation) =>
        ScaleAsync(tools, injection.Scaled!.Select(one => (one.Workload, one.Replicas)), cancellation);

    /// <inheritdoc/>
    public override string UndoByHand(FaultTools tools, Injection injection) => string.Join("; ", injection.Scaled!.Select(one =>
        $"kubectl scale {one.Workload.Kind}/{one.Workload.Name} --namespace={one.Workload.Namespace} --replicas={one.Replicas}"));

    private static async Task ScaleAsync(FaultTools tools, IEnumerable<(ObjectReference Workload, int Replicas)> wanted, CancellationToken cancellation)
    {
        foreach (var (workload, replicas) in wanted)
        {
            await LiveObjects.PatchAsync(
                tools.Client, tools.Manifests.Find(workload)!, new JsonObject { ["spec"] = new JsonObject { ["replicas"] = replicas } }, cancellation)
                .ConfigureAwait(false);
        }
    }
}
