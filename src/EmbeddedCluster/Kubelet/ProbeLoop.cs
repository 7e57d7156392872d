using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Faults;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Kubelet;

/// <summary>The probes of one run of a container: startup first, then readiness and liveness side by side.</summary>
internal sealed class ProbeLoop(NodeServices services, JsonObject pod, string address, string node, ContainerState state, Action publish)
{
    /// <summary>Returns why the container has to be restarted; never returns while its probes are content.</summary>
    public async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        if (state.Container.Object("startupProbe") is { } startup)
        {
            publish(); // a container runs, and so does its pod, however long the probe fails
            if (!await StartUpAsync(startup, cancellationToken))
            {
                return "failed startup probe";
            }
        }

        state.Started = true;
        var neverReady = services.Settings.Faults.For(pod).NeverReady;
        var readiness = state.Container.Object("readinessProbe");
        if (readiness is null && !neverReady)
        {
            state.Ready = true;
        }

        publish();
        var ready = readiness is not null || neverReady
            ? FollowReadinessAsync(readiness ?? [], neverReady, cancellationToken)
            : Task.Delay(Timeout.Infinite, cancellationToken);
        if (state.Container.Object("livenessProbe") is not { } liveness)
        {
            await ready;
            return null;
        }

        await FailAsync(liveness, "Liveness", cancellationToken);
        return "failed liveness probe";
    }

    private async Task<bool> StartUpAsync(JsonObject probe, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromSeconds(probe.Int(0, "initialDelaySeconds")), services.Clock, cancellationToken);
        for (var failures = 0; failures < probe.Int(3, "failureThreshold");)
        {
            if (await MakeAsync(probe, "Startup", cancellationToken))
            {
                return true;
            }

            failures++;
            await PauseAsync(probe, cancellationToken);
        }

        return false;
    }

    private async Task FollowReadinessAsync(JsonObject probe, bool neverReady, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromSeconds(probe.Int(0, "initialDelaySeconds")), services.Clock, cancellationToken);
        for (int successes = 0, failures = 0; ; await PauseAsync(probe, cancellationToken))
        {
            var good = neverReady ? Refuse() : await MakeAsync(probe, "Readiness", cancellationToken);
            (successes, failures) = good ? (successes + 1, 0) : (0, failures + 1);
            var ready = state.Ready ? failures < probe.Int(3, "failureThreshold") : successes >= probe.Int(1, "successThreshold");
            if (ready != state.Ready)
            {
                state.Ready = ready;
                publish();
            }
        }
    }

    private bool Refuse()
    {
        services.Events.Warning(pod, "kubelet", "Unhealthy", "Readiness probe failed: the never-ready fault was asked for", node, FieldPath);
        return false;
    }

    /// <summary>Returns once the probe has failed as often in a row as its threshold says.</summary>
    private async Task FailAsync(JsonObject probe, string kind, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromSeconds(probe.Int(0, "initialDelaySeconds")), services.Clock, cancellationToken);
        for (var failures = 0; failures < probe.Int(3, "failureThreshold");)
        {
            failures = await MakeAsync(probe, kind, cancellationToken) ? 0 : failures + 1;
            if (failures < probe.Int(3, "failureThreshold"))
            {
                await PauseAsync(probe, cancellationToken);
            }
        }
    }

    private async Task<bool> MakeAsync(JsonObject probe, string kind, CancellationToken cancellationToken)
    {
        if (await services.Prober.ProbeAsync(probe, state.Container, address, cancellationToken) is not { } why)
        {
            return true;
        }

        services.Events.Warning(pod, "kubelet", "Unhealthy", $"{kind} probe failed: {why}", node, FieldPath);
        return false;
    }

    private Task PauseAsync(JsonObject probe, CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromSeconds(Math.Max(1, probe.Int(10, "periodSeconds"))), services.Clock, cancellationToken);

    private string FieldPath => $"spec.containers{{{state.Name}}}";
}
