using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Gauntlet.EmbeddedCluster.Kubelet;

/// <summary>
/// Gives every pod a loopback address of its own. Where the system has only one such address, or a port cannot be bound there,
/// the listener takes another port and <see cref="Resolve"/> knows which: everything inside the cluster connects through it.
/// </summary>
internal sealed class PodNetwork
{
    private readonly ConcurrentDictionary<(string Address, int Port), IPEndPoint> _listeners = new();
    private readonly byte _net;
    private readonly bool _manyAddresses;
    private int _last = 255;

    public PodNetwork()
    {
        // Clusters that run side by side keep apart by the process id; a collision only costs a port mapping.
        _net = (byte)(16 + (Environment.ProcessId % 200));
        _manyAddresses = CanBind(new IPEndPoint(new IPAddress([127, _net, 0, 1]), 0));
    }

    public string NextAddress()
    {
        var next = Interlocked.Increment(ref _last);
        return Format((next >> 8) & 0xff, next & 0xff);
    }

    public string NodeAddress(int index) => Format(0, index + 2);

    /// <summary>Where a listener for a pod's port can bind; from now on <see cref="Resolve"/> leads there.</summary>
    public IPEndPoint Claim(string address, int port)
    {
        var ip = _manyAddresses ? IPAddress.Parse(address) : IPAddress.Loopback;
        var wanted = new IPEndPoint(ip, port);
        var claimed = _manyAddresses && CanBind(wanted) ? wanted : FreePort(ip);
        _listeners[(address, port)] = claimed;
        return claimed;
    }

    public void Release(string address)
    {
        foreach (var key in _listeners.Keys.Where(key => key.Address == address))
        {
            _listeners.TryRemove(key, out _);
        }
    }

    /// <summary>Where to connect for a pod's port. Nothing claimed it: the plain address, which then refuses the connection.</summary>
    public IPEndPoint Resolve(string address, int port)
    {
        if (_listeners.TryGetValue((address, port), out var claimed))
        {
            return claimed;
        }

        return IPAddress.TryParse(address, out var ip) && _manyAddresses ? new IPEndPoint(ip, port) : new IPEndPoint(IPAddress.Loopback, 1);
    }

    public static bool CanBind(IPEndPoint endpoint)
    {
        try
        {
            using var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(endpoint);
            return true;
        }
        catch (SocketException)
        {
            // Taken, privileged or no such address: for the caller the same.
            return false;
        }
    }

    public static IPEndPoint FreePort(IPAddress address)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(address, 0));
        return (IPEndPoint)socket.LocalEndPoint!;
    }

    private string Format(int third, int fourth) => string.Create(CultureInfo.InvariantCulture, $"127.{_net}.{third}.{fourth}");
}
