using System.Net;
using Gauntlet.Workloads.Applying;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace Gauntlet.Workloads.Policies;

/// <summary>Whether a cluster enforces policies at all.</summary>
public enum Enforcement
{
    /// <summary>A connection was made until a policy denied it.</summary>
    Enforced,

    /// <summary>A connection was made although a policy denied it.</summary>
    NotEnforced,

    /// <summary>No connection was made that a policy could have ended.</summary>
    Unknown,
}

/// <summary>
/// A connection between two pods of its own, in a namespace of its own, before and after a policy denies it: what the manifests say has no part in that.
/// The pods are copies of one that runs, so that the node has their image.
/// </summary>
/// <param name="client">The API server.</param>
/// <param name="connections">Opens connections from pods.</param>
/// <param name="time">The clock.</param>
public sealed class PolicyControl(IKubernetes client, IPodConnections connections, TimeProvider time)
{
    private const string Source = "source";
    private const string Target = "target";
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Effect = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Makes the pods and the policy, looks, and takes all of it away again.</summary>
    /// <param name="model">A pod of which a container listens on the port.</param>
    /// <param name="port">The port.</param>
    /// <param name="run">The run whose label all of it carries.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="HttpOperationException">The API server refused something.</exception>
    public async Task<Enforcement> RunAsync(V1Pod model, int port, string run, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(run);
        var space = $"gauntlet-policy-{Guid.NewGuid().ToString("N")[..8]}"; // the one before may still be on its way out
        var labels = new Dictionary<string, string> { [RunLabel.Name] = run };
        try
        {
            await client.CoreV1.CreateNamespaceAsync(
                new V1Namespace { Metadata = new V1ObjectMeta { Name = space, Labels = labels } }, cancellationToken: cancellation).ConfigureAwait(false);
            foreach (var name in new[] { Source, Target })
            {
                await client.CoreV1.CreateNamespacedPodAsync(Copy(model, name, port, labels), space, cancellationToken: cancellation).ConfigureAwait(false);
            }

            return await LookAsync(space, port, labels, cancellation).ConfigureAwait(false);
        }
        finally
        {
            await DeleteAsync(space).ConfigureAwait(false);
        }
    }

    /// <summary>Whether a pod can be copied: all that it is made of stands in it, and nothing in its namespace.</summary>
    public static bool CanCopy(V1Pod pod)
    {
        ArgumentNullException.ThrowIfNull(pod);
        return pod.Spec.Containers.All(container => container.EnvFrom is not { Count: > 0 } && container.Env?.Any(entry => entry.ValueFrom is not null) != true
            && container.VolumeMounts?.Any(mount => !IsToken(mount)) != true);
    }

    private async Task<Enforcement> LookAsync(string space, int port, Dictionary<string, string> labels, CancellationToken cancellation)
    {
        var from = await AddressAsync(space, Source, cancellation).ConfigureAwait(false);
        var to = await AddressAsync(space, Target, cancellation).ConfigureAwait(false);
        if (from is null || to is null || !await UntilAsync(Start, async () => await IsMadeAsync().ConfigureAwait(false), cancellation).ConfigureAwait(false))
        {
            return Enforcement.Unknown;
        }

        await client.NetworkingV1.CreateNamespacedNetworkPolicyAsync(
            new V1NetworkPolicy
            {
                Metadata = new V1ObjectMeta { Name = "deny", Labels = labels },
                Spec = new V1NetworkPolicySpec { PodSelector = new V1LabelSelector(), PolicyTypes = ["Ingress"] },
            },
            space, cancellationToken: cancellation).ConfigureAwait(false);
        return await UntilAsync(Effect, async () => !await IsMadeAsync().ConfigureAwait(false), cancellation).ConfigureAwait(false)
            ? Enforcement.Enforced : Enforcement.NotEnforced;

        async Task<bool> IsMadeAsync() =>
            await connections.TryAsync(from!, [new IPEndPoint(to!.Address, port)], cancellation).ConfigureAwait(false) is [Reach.Connected];
    }

    private async Task<PodAddress?> AddressAsync(string space, string name, CancellationToken cancellation)
    {
        PodAddress? address = null;
        await UntilAsync(Start, async () =>
        {
            var pod = await client.CoreV1.ReadNamespacedPodAsync(name, space, cancellationToken: cancellation).ConfigureAwait(false);
            address = pod.Status is { Phase: "Running", PodIP.Length: > 0 } ? PolicyPair.AddressOf(pod) : null;
            return address is not null;
        }, cancellation).ConfigureAwait(false);
        return address;
    }

    private async Task<bool> UntilAsync(TimeSpan budget, Func<Task<bool>> holds, CancellationToken cancellation)
    {
        var since = time.GetTimestamp();
        while (!await holds().ConfigureAwait(false))
        {
            if (time.GetElapsedTime(since) > budget)
            {
                return false;
            }

            await Task.Delay(Pause, time, cancellation).ConfigureAwait(false);
        }

        return true;
    }

    /// <summary>Also when the stage was told to end; what the API server refuses then goes with the cluster, or by its label.</summary>
    private async Task DeleteAsync(string space)
    {
        try
        {
            await client.CoreV1.DeleteNamespaceAsync(space, cancellationToken: CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpOperationException or HttpRequestException or OperationCanceledException)
        {
            // The failure before it says more.
        }
    }

    private static V1Pod Copy(V1Pod model, string name, int port, Dictionary<string, string> labels)
    {
        var copied = model.Spec.Containers.First(container => container.Ports?.Any(entry => entry.ContainerPort == port) == true);
        return new V1Pod
        {
            Metadata = new V1ObjectMeta { Name = name, Labels = labels },
            Spec = new V1PodSpec
            {
                AutomountServiceAccountToken = false,
                Containers =
                [
                    new V1Container
                    {
                        Name = copied.Name,
                        Image = copied.Image,
                        ImagePullPolicy = "IfNotPresent",
                        Command = copied.Command,
                        Args = copied.Args,
                        WorkingDir = copied.WorkingDir,
                        Env = copied.Env,
                        SecurityContext = copied.SecurityContext,
                        Ports = [new V1ContainerPort { ContainerPort = port }],
                    },
                ],
                NodeName = model.Spec.NodeName,
                SecurityContext = model.Spec.SecurityContext,
                TerminationGracePeriodSeconds = 1,
            },
        };
    }

    private static bool IsToken(V1VolumeMount mount) => mount.MountPath == "/var/run/secrets/kubernetes.io/serviceaccount";
}
