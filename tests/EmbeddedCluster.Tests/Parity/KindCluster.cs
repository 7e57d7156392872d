using System.Diagnostics;

namespace Gauntlet.EmbeddedCluster.Tests.Parity;

/// <summary>A three-node KinD cluster without host ports, so that it disturbs no other.</summary>
internal sealed class KindCluster : IAsyncDisposable
{
    private const string Name = "gauntlet-parity";
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("gauntlet-parity-");

    private KindCluster()
    {
    }

    public string Kubeconfig => Path.Combine(_directory.FullName, "kubeconfig");

    public static async Task<KindCluster> CreateAsync(CancellationToken cancellationToken)
    {
        var cluster = new KindCluster();
        var config = Path.Combine(cluster._directory.FullName, "kind.yaml");
        await File.WriteAllTextAsync(
            config, "kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nnodes: [{role: control-plane}, {role: worker}, {role: worker}]\n", cancellationToken);
        await cluster.RunAsync(cancellationToken, "delete", "cluster", "--name", Name);
        await cluster.RunAsync(cancellationToken, "create", "cluster", "--name", Name, "--image", "kindest/node:v1.20.2", "--config", config, "--wait", "180s");
        return cluster;
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync(CancellationToken.None, "delete", "cluster", "--name", Name);
        _directory.Delete(recursive: true);
    }

    private async Task RunAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        var start = new ProcessStartInfo("kind", [.. arguments, "--kubeconfig", Kubeconfig]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"kind {string.Join(' ', arguments)}: {await output}{await errors}");
        }
    }
}
