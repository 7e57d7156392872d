using System.Threading.Channels;

namespace Gauntlet.EmbeddedCluster.Storage;

/// <summary>A subscription to the changes of one kind. One that cannot keep up is ended, so that it never holds up the store.</summary>
internal sealed class Watcher(ResourceType type, Action<Watcher> close) : IDisposable
{
    private const int Capacity = 20_000;
    private readonly Channel<StoreChange> _changes = Channel.CreateBounded<StoreChange>(new BoundedChannelOptions(Capacity) { SingleReader = true });

    public ResourceType Type { get; } = type;

    public ChannelReader<StoreChange> Changes => _changes.Reader;

    public void Offer(StoreChange change)
    {
        if (!_changes.Writer.TryWrite(change))
        {
            _changes.Writer.TryComplete();
        }
    }

    public void Dispose()
    {
        _changes.Writer.TryComplete();
        close(this);
    }
}
