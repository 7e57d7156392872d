using System.Net;
using Gauntlet.PipelineHarness;
using Gauntlet.Workloads.Applying;
using Gauntlet.Workloads.Health;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;
using k8s;

namespace Gauntlet.Workloads.Tests.Clusters;

/// <summary>A KinD cluster of the tests' own, with ports of its own, that is gone afterwards.</summary>
internal sealed class RealCluster : IAsyncDisposable
{
    private const string Name = "gauntlet-workloads-tests";
    private const string NodeImage = "kindest/node:v1.20.2";
    private const int HttpPort = 18181;
    private const int HttpsPort = 18543;
    private readonly TemporaryFolder _folder = new();

    private RealCluster()
    {
    }

    public Kubernetes Client { get; private set; } = null!;

    private string Kubeconfig => Path.Combine(_folder.Path, "kubeconfig");

    public static async Task<RealCluster> CreateAsync()
    {
        var cluster = new RealCluster();
        try
        {
            var template = await File.ReadAllTextAsync(Path.Combine(Project.Root, "kind", "cluster.yaml"));
            var config = cluster._folder.Write("cluster.yaml", template
                .Replace("hostPort: 80\n", $"hostPort: {HttpPort}\n", StringComparison.Ordinal)
                .Replace("hostPort: 443\n", $"hostPort: {HttpsPort}\n", StringComparison.Ordinal));
            await DeleteAsync();
            await Command.RunAsync(
                TimeSpan.FromMinutes(6), "kind", "create", "cluster", "--name", Name, "--image", NodeImage, "--config", config, "--kubeconfig",
                cluster.Kubeconfig, "--wait", "180s");
            // kind waits for its nodes alone: what is not ready yet of the cluster itself would be among the causes of whatever a test breaks first.
            await Command.RunAsync(
                TimeSpan.FromMinutes(4), "kubectl", "--kubeconfig", cluster.Kubeconfig, "wait", "--namespace=kube-system", "--for=condition=Ready", "pods",
                "--all", "--timeout=180s");
            cluster.Client = new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(cluster.Kubeconfig, $"kind-{Name}"));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public async Task ApplyAsync(ManifestSet manifests)
    {
        foreach (var entry in manifests.Objects)
        {
            await Command.RunAsync(
                TimeSpan.FromSeconds(60), "kubectl", "--kubeconfig", Kubeconfig, "apply", "-f", Path.Combine(manifests.Folder, entry.Origin.File));
        }
    }

    /// <summary>Namespaces, then definitions of kinds, which are waited for, then the rest.</summary>
    public Task ApplyInOrderAsync(ManifestSet manifests, CancellationToken cancellation) =>
        ManifestApplier.ApplyAsync(Client, manifests, "tests", new Dictionary<ObjectReference, string?>(), TimeProvider.System, cancellation);

    public async Task<HealthReport> CheckAsync(ManifestSet manifests, PhaseBudgets budgets, CancellationToken cancellation)
    {
        var ingress = new IngressAddress(new IPEndPoint(IPAddress.Loopback, HttpPort), new IPEndPoint(IPAddress.Loopback, HttpsPort));
        return await new HealthCheck(Client, manifests, ingress, budgets, TimeProvider.System, new Progress<string>()).RunAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        await DeleteAsync();
        _folder.Dispose();
    }

    private static Task<string> DeleteAsync() => Command.RunAsync(TimeSpan.FromMinutes(2), "kind", "delete", "cluster", "--name", Name);
}
