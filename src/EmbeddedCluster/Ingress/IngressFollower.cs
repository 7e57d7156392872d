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
    private readonly Action<string> _log;
    private readonly Func<ObjectStore, IngressOptions, RouteTable> _build;
    private volatile RouteTable _routes;

    public IngressFollower(ObjectStore store, IngressOptions options, Action<string> log, Func<ObjectStore, IngressOptions, RouteTable>? build = null)
    {
        _log = log;
        _build = build ?? RouteTable.Build;
        _store = store;
        _options = options;
        _routes = _build(store, options);
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
            UpdateSafely();
        }
    }

    private void UpdateSafely()
    {
        try
        {
            _routes = _build(_store, _options);
            PublishAddress();
        }
        catch (Exception defect)
        {
            // One object that cannot be handled must not freeze the routes of all others: the next change is followed again.
            _log($"the routes stay as they were: {defect.Message}");
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
