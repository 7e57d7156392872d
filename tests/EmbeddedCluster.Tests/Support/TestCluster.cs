using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Api;
using Gauntlet.EmbeddedCluster.Hosting;
using Gauntlet.EmbeddedCluster.Client;
using Gauntlet.EmbeddedCluster.Storage;
using k8s;
using Microsoft.Extensions.DependencyInjection;
using Gauntlet.EmbeddedCluster.Network;

namespace Gauntlet.EmbeddedCluster.Tests.Support;

/// <summary>A cluster inside the test process, on free ports.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private static int _spaces;
    private readonly ClusterHost _host;
    private readonly DirectoryInfo _directory;

    private TestCluster(ClusterHost host, DirectoryInfo directory, EmbeddedEndpoint endpoint)
    {
        _host = host;
        _directory = directory;
        Endpoint = endpoint;
        Client = new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(endpoint.Kubeconfig));
    }

    public EmbeddedEndpoint Endpoint { get; }

    public Kubernetes Client { get; }

    public ObjectStore Store => _host.Services.GetRequiredService<ObjectStore>();

    public Registry Registry => _host.Services.GetRequiredService<Registry>();

    public PodNetwork Network => _host.Services.GetRequiredService<PodNetwork>();

    public HttpClient Http => Client.HttpClient;

    public static async Task<TestCluster> StartAsync(params string[] faults)
    {
        var directory = Directory.CreateTempSubdirectory("gauntlet-embedded-");
        var settings = new ClusterSettings("test", directory.FullName, 0, 0, TimeSpan.FromMinutes(5), "token", FaultSet.Parse(faults));
        var host = ClusterHost.Build(settings, TimeProvider.System);
        return new TestCluster(host, directory, await host.StartAsync(CancellationToken.None));
    }

    /// <summary>A namespace of the test's own.</summary>
    public async Task<string> CreateNamespaceAsync()
    {
        var name = $"test-{Interlocked.Increment(ref _spaces)}";
        await Client.CoreV1.CreateNamespaceAsync(new k8s.Models.V1Namespace { Metadata = new k8s.Models.V1ObjectMeta { Name = name } });
        return name;
    }

    /// <summary>Waits for an object to be as wanted; null stands for a deleted one. Looks again after every change, never by time.</summary>
    public async Task<JsonObject?> UntilAsync(ResourceType type, string space, string name, Func<JsonObject?, bool> wanted)
    {
        var done = new TaskCompletionSource<JsonObject?>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look(StoreChange? change)
        {
            var current = Store.Find(type, space, name)?.Value;
            if (wanted(current))
            {
                done.TrySetResult(current);
            }
        }

        Store.Changed += Look;
        try
        {
            Look(null);
            return await done.Task.WaitAsync(TestContext.CurrentContext.CancellationToken);
        }
        catch (OperationCanceledException)
        {
            throw new AssertionException(
                $"{type.Kind} {space}/{name} never became as wanted; it is now: {Store.Find(type, space, name)?.Value.ToJsonString() ?? "gone"}");
        }
        finally
        {
            Store.Changed -= Look;
        }
    }

    /// <summary>The same for any object of a kind in a namespace.</summary>
    public async Task<JsonObject> UntilAnyAsync(ResourceType type, string space, Func<JsonObject, bool> wanted)
    {
        var done = new TaskCompletionSource<JsonObject>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look(StoreChange? change)
        {
            if (Store.List(type, space).Select(item => item.Value).FirstOrDefault(wanted) is { } found)
            {
                done.TrySetResult(found);
            }
        }

        Store.Changed += Look;
        try
        {
            Look(null);
            return await done.Task.WaitAsync(TestContext.CurrentContext.CancellationToken);
        }
        finally
        {
            Store.Changed -= Look;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.DisposeAsync();
        _directory.Delete(recursive: true);
    }
}
