namespace Gauntlet.LoadGenerator.Epoll;

/// <summary>First in, first out, so that every connection carries its share. Sized for all of a loop's connections.</summary>
internal sealed class ConnectionRing(int capacity)
{
    private readonly Connection[] _items = new Connection[capacity];
    private int _head;

    public int Count { get; private set; }

    public Connection Peek() => _items[_head];

    public void Enqueue(Connection connection)
    {
        var tail = _head + Count++;
        _items[tail >= _items.Length ? tail - _items.Length : tail] = connection;
    }

    public Connection Dequeue()
    {
        var connection = _items[_head];
        _head = _head + 1 == _items.Length ? 0 : _head + 1;
        Count--;
        return connection;
    }
}
