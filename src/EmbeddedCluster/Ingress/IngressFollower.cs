using System.Text.Json.Nodes;
using System.Threading.Channels;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Ingress;

/// <summary>Keeps the route table up to date and writes the controller's address into the status of the Ingresses it serves.</summary>
internal sealed class IngressFollower : IDisposable
{
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ObjectStore _store;
    private readonly IngressOptions _options;
    private volatile RouteTable _routes;

    public IngressFollower(ObjectStore store, IngressOptions options)
    {
        _store = store;
        _options = options;
        _routes = RouteTable.Build(store, options);
        store.Changed += Notice;
        _changes.Writer.TryWrite(true);
        _ = Task.Run(FollowAsync);
    }

    public RouteTable Routes => _routes;

    public void Dispose()
    {
        _store.Changed -= Notice;
        _changes.Writer.TryComplete();
    }

    private void Notice(StoreChange change)
    {
        if (change.Object.Type.Kind is "Ingress" or "IngressClass" or "Service" or "EndpointSlice")
        {
            _changes.Writer.TryWrite(true);
        }
    }

    private async Task FollowAsync()
    {
        await foreach (var _ in _changes.Reader.ReadAllAsync())
        {
            _routes = RouteTable.Build(_store, _options);
            PublishAddress();
        }
    }

    private void PublishAddress()
    {
        if (_options.PublishAddress is not { Length: > 0 } address)
        {
            return;
        }

        var field = System.Net.IPAddress.TryParse(address, out _) ? "ip" : "hostname";
        foreach (var ingress in _store.List(ResourceCatalogue.Ingresses).Where(item => _options.Serves(_store, item.Value)))
        {
            _store.TryUpdate(ingress.Type, ingress.Value.Namespace(), ingress.Value.Name(), item =>
            {
                item.Ensure("status")["loadBalancer"] = new JsonObject { ["ingress"] = new JsonArray(new JsonObject { [field] = address }) };
                return item;
            });
        }
    }
}
