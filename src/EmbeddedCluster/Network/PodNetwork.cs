using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Gauntlet.EmbeddedCluster.Network;

/// <summary>
/// Gives every pod a loopback address of its own. Where the system has only one such address, or a port cannot be bound there,
/// the listener takes another port and <see cref="Resolve"/> knows which, as long as it listens: everything inside the cluster connects through it.
/// </summary>
internal sealed class PodNetwork
{
    private static readonly IPEndPoint Refusing = new(IPAddress.Loopback, 1);
    private readonly ConcurrentDictionary<(string Address, int Port), (SafeSocketHandle Handle, IPEndPoint Endpoint)> _listeners = new();
    private readonly byte _net;
    private readonly bool _manyAddresses;
    private int _last = 255;

    public PodNetwork()
    {
        // Clusters that run side by side keep apart by the process id; a collision only costs a port mapping.
        _net = (byte)(16 + (Environment.ProcessId % 200));
        using var probe = ListeningSocket.TryListen(new IPEndPoint(new IPAddress([127, _net, 0, 1]), 0));
        _manyAddresses = probe is not null;
    }

    public string NextAddress()
    {
        var next = Interlocked.Increment(ref _last);
        return Format((next >> 8) & 0xff, next & 0xff);
    }

    public string NodeAddress(int index) => Format(0, index + 2);

    /// <summary>
    /// Listens for a pod's port, there or elsewhere; until the socket is closed <see cref="Resolve"/> leads to it. The caller owns the socket.
    /// </summary>
    /// <exception cref="SocketException">Another container of the pod listens there.</exception>
    public Socket Listen(IPEndPoint wanted)
    {
        if (!Resolve(wanted.Address.ToString(), wanted.Port).Equals(Refusing))
        {
            throw new SocketException((int)SocketError.AddressAlreadyInUse);
        }

        var socket = (_manyAddresses ? ListeningSocket.TryListen(wanted) : null)
            ?? ListeningSocket.Listen(new IPEndPoint(_manyAddresses ? wanted.Address : IPAddress.Loopback, 0));
        _listeners[(wanted.Address.ToString(), wanted.Port)] = (socket.SafeHandle, (IPEndPoint)socket.LocalEndPoint!);
        return socket;
    }

    /// <summary>Forgets the ports of a pod that has ended.</summary>
    public void Release(string address)
    {
        foreach (var key in _listeners.Keys.Where(key => key.Address == address))
        {
            _listeners.TryRemove(key, out _);
        }
    }

    /// <summary>
    /// Where to connect for a pod's port. Where nothing listens for it, a port that refuses; the plain address could be a pod of another cluster.
    /// </summary>
    public IPEndPoint Resolve(string address, int port) =>
        _listeners.TryGetValue((address, port), out var listener) && !listener.Handle.IsClosed ? listener.Endpoint : Refusing;

    private string Format(int third, int fourth) => string.Create(CultureInfo.InvariantCulture, $"127.{_net}.{third}.{fourth}");
}
