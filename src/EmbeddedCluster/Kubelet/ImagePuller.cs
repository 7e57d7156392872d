using System.Globalization;
using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Client;
using Gauntlet.EmbeddedCluster.Faults;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Kubelet;

/// <summary>Gets a container's image onto its node, with the waits, reasons and events of a kubelet. Never pulls anything from a network.</summary>
internal sealed class ImagePuller(NodeServices services, JsonObject pod, string node, Action publish)
{
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(5);
    private TimeSpan _backOff = TimeSpan.FromSeconds(10);

    /// <summary>Returns the program that stands in for the image, however many attempts it takes.</summary>
    public async Task<IContainerProgram> PullAsync(ContainerState state, CancellationToken cancellationToken)
    {
        var image = state.Container.Text("image") ?? "";
        while (true)
        {
            if (ImageReference.TryParse(image) is not { } reference)
            {
                var why = $"Failed to apply default image tag \"{image}\": couldn't parse image name \"{image}\": invalid reference format";
                Fail("InspectFailed", state, why, "Error: InvalidImageName");
                await WaitAsync(state, "InvalidImageName", why, TimeSpan.FromSeconds(30), cancellationToken);
            }
            else if (await TryAsync(state, image, reference, cancellationToken) is { } program)
            {
                return program;
            }
        }
    }

    private async Task<IContainerProgram?> TryAsync(ContainerState state, string image, ImageReference reference, CancellationToken cancellationToken)
    {
        var policy = state.Container.Text("imagePullPolicy");
        var present = services.Pulled.ContainsKey($"{node} {reference.Full}");
        if (policy == "Never" && !present)
        {
            var why = $"Container image \"{image}\" is not present with pull policy of Never";
            Fail("ErrImageNeverPull", state, why, "Error: ErrImageNeverPull");
            await WaitAsync(state, "ErrImageNeverPull", why, TimeSpan.FromSeconds(15), cancellationToken);
            return null;
        }

        if (present && policy != "Always")
        {
            services.Events.Normal(pod, "kubelet", "Pulled", $"Container image \"{image}\" already present on machine", node, FieldPath(state));
            return Found(state, reference);
        }

        services.Events.Normal(pod, "kubelet", "Pulling", $"Pulling image \"{image}\"", node, FieldPath(state));
        var began = services.Clock.GetTimestamp();
        await Task.Delay(services.Settings.Faults.For(pod).SlowPull, services.Clock, cancellationToken);
        if (services.Images.Find(reference) is null)
        {
            await BackOffAsync(state, image, services.Images.Missing(reference), cancellationToken);
            return null;
        }

        var took = services.Clock.GetElapsedTime(began).TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);
        services.Pulled[$"{node} {reference.Full}"] = true;
        services.Events.Normal(
            pod, "kubelet", "Pulled", $"Successfully pulled image \"{image}\" in {took}ms (simulated by the embedded cluster)", node, FieldPath(state));
        return Found(state, reference);
    }

    private IContainerProgram Found(ContainerState state, ImageReference reference)
    {
        state.ImageId = reference.Digest.Length > 0 ? $"{reference.Repository}@{reference.Digest}" : $"embedded://{reference.Full}";
        return services.Images.Find(reference)!;
    }

    private async Task BackOffAsync(ContainerState state, string image, string why, CancellationToken cancellationToken)
    {
        Fail("Failed", state, $"Failed to pull image \"{image}\": {why}", "Error: ErrImagePull");
        await WaitAsync(state, "ErrImagePull", why, TimeSpan.FromSeconds(1), cancellationToken);
        services.Events.Normal(pod, "kubelet", "BackOff", $"Back-off pulling image \"{image}\"", node, FieldPath(state));
        services.Events.Warning(pod, "kubelet", "Failed", "Error: ImagePullBackOff", node, FieldPath(state));
        await WaitAsync(state, "ImagePullBackOff", $"Back-off pulling image \"{image}\": ErrImagePull: {why}", _backOff, cancellationToken);
        _backOff = _backOff * 2 < LongestBackOff ? _backOff * 2 : LongestBackOff;
    }

    private void Fail(string reason, ContainerState state, string what, string error)
    {
        services.Events.Warning(pod, "kubelet", reason, what, node, FieldPath(state));
        services.Events.Warning(pod, "kubelet", "Failed", error, node, FieldPath(state));
    }

    private async Task WaitAsync(ContainerState state, string reason, string message, TimeSpan time, CancellationToken cancellationToken)
    {
        state.Wait(reason, message);
        publish();
        await Task.Delay(time, services.Clock, cancellationToken);
    }

    private static string FieldPath(ContainerState state) => $"spec.containers{{{state.Name}}}";
}
