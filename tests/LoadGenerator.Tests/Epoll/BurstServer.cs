using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gauntlet.LoadGenerator.Tests.Epoll;

/// <summary>What the server does with a request. All ends but <see cref="AnswerAndClose"/> are half closed: it hears what is still asked.</summary>
internal enum Fate
{
    Answer,
    AnswerAndEnd,

    /// <summary>The end crosses the next request on its way, whatever the scheduler does.</summary>
    AnswerAndEndWhenAsked,
    AnnounceEnd,
    AnswerAndClose,
    Ignore,
}

/// <summary>A server that is the bottleneck: its one thread takes a burst of requests, then answers it, in the order and the way of a script.</summary>
internal sealed class BurstServer : IDisposable
{
    private const int Burst = 16; // or fewer, when no more come
    private const int Patience = 1_000; // us, the least that Select knows

    private readonly Socket _listener = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly Dictionary<Socket, Peer> _peers = [];
    private readonly List<Socket> _readable = [];
    private readonly List<Peer> _asked = [];
    private readonly Action<List<Peer>> _arrange;
    private readonly Func<Peer, Fate> _decide;
    private readonly Task _running;
    private volatile bool _ends;
    private int _last;

    /// <param name="arrange">Puts a burst, which is in the order of asking round the connections, into the order of answering.</param>
    /// <param name="decide">What becomes of the request that a connection has just made.</param>
    public BurstServer(Action<List<Peer>> arrange, Func<Peer, Fate> decide)
    {
        (_arrange, _decide) = (arrange, decide);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(1_024);
        Target = new LoadTarget(IPAddress.Loopback, ((IPEndPoint)_listener.LocalEndPoint!).Port);
        _running = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>The body of route "/n"; one needs several reads.</summary>
    public static IReadOnlyList<byte[]> Bodies { get; } =
        [.. new[] { 5, 5, 100, 1_000, 40_000 }.Select((length, route) => Encoding.ASCII.GetBytes(new string((char)('a' + route), length)))];

    public LoadTarget Target { get; }

    public int Connections { get; private set; }

    /// <summary>Requests that came, those after an end included.</summary>
    public int Requests { get; private set; }

    public int Ignored { get; private set; }

    /// <summary>Connections that the server ended.</summary>
    public int Ends { get; private set; }

    /// <summary>Requests on connections that the server had ended.</summary>
    public int AskedAfterEnd { get; private set; }

    /// <summary>Waits until the clients have closed their connections; from then on the counts stand.</summary>
    public Task EndAsync(CancellationToken cancellation)
    {
        _ends = true;
        return _running.WaitAsync(cancellation);
    }

    public void Dispose()
    {
        _ends = true;
        _listener.Dispose();
    }

    private void Run()
    {
        try
        {
            while (!_ends || _peers.Count > 0)
            {
                while (Take() && _asked.Count < Burst)
                {
                }

                _arrange(_asked);
                _asked.ForEach(Answer);
                _asked.Clear();
            }
        }
        finally
        {
            foreach (var socket in _peers.Keys)
            {
                socket.Dispose();
            }
        }
    }

    /// <summary>Takes what has come on any connection; false when nothing did.</summary>
    private bool Take()
    {
        _readable.Clear();
        _readable.AddRange(_peers.Keys);
        _readable.Add(_listener);
        Socket.Select(_readable, null, null, Patience);
        if (_readable.Remove(_listener))
        {
            var socket = _listener.Accept();
            socket.NoDelay = true;
            _peers.Add(socket, new Peer(socket, ++Connections));
        }

        var asking = _readable.Select(socket => _peers[socket]).OrderBy(peer => peer.Number > _last ? 0 : 1).ThenBy(peer => peer.Number).ToList();
        asking.ForEach(Receive);
        return asking.Count > 0;
    }

    private void Receive(Peer peer)
    {
        var received = peer.Socket.Receive(peer.Buffer.AsSpan(peer.Filled), SocketFlags.None, out var error);
        if (received == 0 || error != SocketError.Success)
        {
            Close(peer);
            return;
        }

        peer.Filled += received;
        if (!peer.Buffer.AsSpan(0, peer.Filled).EndsWith("\r\n\r\n"u8))
        {
            return;
        }

        peer.Route = peer.Buffer[5] - '0'; // GET /n
        peer.Filled = 0;
        peer.Asked = ++Requests;
        if (peer.EndsWhenAsked)
        {
            End(peer);
        }

        if (peer.HasEnded)
        {
            AskedAfterEnd++;
            return;
        }

        _last = peer.Number;
        _asked.Add(peer);
    }

    private void Answer(Peer peer)
    {
        var fate = _decide(peer);
        if (fate == Fate.Ignore)
        {
            Ignored++;
            return;
        }

        peer.Answers++;
        var body = Bodies[peer.Route];
        var head = $"HTTP/1.1 200 OK\r\n{(fate == Fate.AnnounceEnd ? "Connection: close\r\n" : "")}Content-Length: {body.Length}\r\n\r\n";
        peer.Socket.Send([.. Encoding.ASCII.GetBytes(head), .. body], 0, head.Length + body.Length, SocketFlags.None, out var error);
        if (fate == Fate.Answer || error != SocketError.Success)
        {
            return;
        }

        switch (fate)
        {
            case Fate.AnswerAndEndWhenAsked:
                peer.EndsWhenAsked = true;
                break;
            case Fate.AnswerAndClose:
                Ends++;
                Close(peer);
                break;
            default:
                End(peer);
                break;
        }
    }

    private void End(Peer peer)
    {
        Ends++;
        peer.EndsWhenAsked = false;
        peer.HasEnded = true;
        peer.Socket.Shutdown(SocketShutdown.Send);
    }

    private void Close(Peer peer)
    {
        _peers.Remove(peer.Socket);
        peer.Socket.Dispose();
    }

    /// <summary>A connection and its latest request.</summary>
    internal sealed class Peer(Socket socket, int number)
    {
        public Socket Socket => socket;

        public byte[] Buffer { get; } = new byte[1_024];

        public int Filled { get; set; }

        /// <summary>Number of the connection, from 1.</summary>
        public int Number => number;

        /// <summary>Number of the request on the server, from 1.</summary>
        public int Asked { get; set; }

        public int Route { get; set; }

        /// <summary>Requests answered on this connection.</summary>
        public int Answers { get; set; }

        public bool EndsWhenAsked { get; set; }

        public bool HasEnded { get; set; }
    }
}
