using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Faults;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Kubelet;

/// <summary>Runs one container until it is done: pull, start, probe, wait for its end, restart with back-off.</summary>
internal sealed class ContainerRunner(NodeServices services, JsonObject pod, string address, string node, ContainerState state, Action publish)
{
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ConfigRetry = TimeSpan.FromSeconds(2);
    private IRunningContainer? _running;

    /// <summary>Completes when the container has ended for good, or is cancelled when the pod is to end.</summary>
    public async Task RunAsync(bool init, CancellationToken cancellationToken)
    {
        var puller = new ImagePuller(services, pod, node, publish);
        var backOff = TimeSpan.Zero;
        while (true)
        {
            var program = await puller.PullAsync(state, cancellationToken);
            var code = await RunOnceAsync(program, await EnvironmentAsync(cancellationToken), cancellationToken);
            var policy = pod.Text("spec", "restartPolicy");
            if (init ? code == 0 || policy == "Never" : policy == "Never" || (policy == "OnFailure" && code == 0))
            {
                return;
            }

            if (backOff > TimeSpan.Zero)
            {
                services.Events.Warning(pod, "kubelet", "BackOff",
                    $"Back-off restarting failed container {state.Name} in pod {pod.Name()}_{pod.Namespace()}({pod.Uid()})", node, FieldPath);
                state.Wait("CrashLoopBackOff",
                    $"back-off {Go(backOff)} restarting failed container={state.Name} pod={pod.Name()}_{pod.Namespace()}({pod.Uid()})");
                publish();
                await Task.Delay(backOff, services.Clock, cancellationToken);
            }

            backOff = backOff == TimeSpan.Zero ? TimeSpan.FromSeconds(10) : backOff * 2 < LongestBackOff ? backOff * 2 : LongestBackOff;
            state.Restarts++;
        }
    }

    /// <summary>Ends the container within the grace period, by force after it.</summary>
    public async Task StopAsync(TimeSpan grace)
    {
        if (_running is not { } running || running.Exited.IsCompleted)
        {
            return;
        }

        using var force = new CancellationTokenSource(grace, services.Clock);
        if (grace <= TimeSpan.Zero)
        {
            await force.CancelAsync();
        }

        await running.StopAsync(force.Token);
        state.Terminate(await running.Exited, services.Clock.Timestamp());
    }

    /// <summary>Waits, as long as it takes, for the ConfigMaps and Secrets that the environment is made of.</summary>
    private async Task<IReadOnlyDictionary<string, string>> EnvironmentAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return ContainerEnvironment.Of(services.Store, pod, state.Container, address, node);
            }
            catch (ContainerConfigException missing)
            {
                services.Events.Warning(pod, "kubelet", "Failed", $"Error: {missing.Message}", node, FieldPath);
                state.Wait("CreateContainerConfigError", missing.Message);
                publish();
            }

            await Task.Delay(ConfigRetry, services.Clock, cancellationToken);
        }
    }

    private async Task<int> RunOnceAsync(IContainerProgram program, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var log = services.Logs.Begin(pod.Uid(), state.Name);
        state.ContainerId = $"embedded://{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))}";
        services.Events.Normal(pod, "kubelet", "Created", $"Created container: {state.Name}", node, FieldPath);
        var context = new ContainerContext(pod, state.Container, IPAddress.Parse(address), environment, log);
        try
        {
            _running = services.Settings.Faults.For(pod).CrashLoop ? Crash(log) : await program.StartAsync(context, cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or System.Net.Sockets.SocketException or InvalidOperationException)
        {
            log.Write($"the embedded cluster could not start this container: {failure.Message}");
            services.Logger.LogWarning("Container {Container} of pod {Pod} did not start: {Reason}", state.Name, pod.Name(), failure.Message);
            _running = new EndedContainer(128);
        }

        state.Run(services.Clock.Timestamp());
        services.Events.Normal(pod, "kubelet", "Started", $"Started container {state.Name}", node, FieldPath);
        using var probing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var probes = ProbeAsync(probing.Token);
        var code = await _running.Exited.WaitAsync(cancellationToken);
        await probing.CancelAsync();
        await probes;
        log.Complete();
        state.Terminate(code, services.Clock.Timestamp());
        publish();
        return code;
    }

    private async Task ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            var loop = new ProbeLoop(services, pod, address, node, state, publish);
            if (await loop.RunAsync(cancellationToken) is { } why && _running is { } running)
            {
                services.Events.Normal(pod, "kubelet", "Killing", $"Container {state.Name} {why}, will be restarted", node, FieldPath);
                using var force = new CancellationTokenSource(TimeSpan.FromSeconds(pod.Int(30, "spec", "terminationGracePeriodSeconds")), services.Clock);
                await running.StopAsync(force.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The container or its pod ended.
        }
    }

    private static EndedContainer Crash(ContainerLog log)
    {
        log.Write("the crash-loop fault ended this container");
        return new EndedContainer(1);
    }

    /// <summary>A duration as Go prints it: 10s, 1m20s, 5m0s.</summary>
    private static string Go(TimeSpan span) => span.TotalMinutes < 1
        ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0}s")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalMinutes}m{span.Seconds}s");

    private string FieldPath => $"spec.containers{{{state.Name}}}";
}
