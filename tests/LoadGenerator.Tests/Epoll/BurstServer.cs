using Gauntlet.LoadGenerator.Running;
using Gauntlet.LoadGenerator.Tests.Simulated;

namespace Gauntlet.LoadGenerator.Tests.Epoll;

/// <summary>What the server does with a request. All ends but <see cref="AnswerAndClose"/> are half closed: it hears what is still asked.</summary>
internal enum Fate
{
    Answer,
    AnswerAndEnd,

    /// <summary>The end crosses the next request on its way.</summary>
    AnswerAndEndWhenAsked,
    AnnounceEnd,
    AnswerAndClose,
    Ignore,
}

/// <summary>A server that is the bottleneck: it takes a burst of requests, then answers it one by one, in the order and the way of a script.</summary>
internal sealed class BurstServer
{
    private const int Burst = 16; // or fewer, when no more have come
    private const long AnswerTakes = 3 * Clock.Microsecond;
    private const long WakeTakes = 30 * Clock.Microsecond; // so that several answers come together

    private readonly List<Peer> _asked = [];
    private readonly Dictionary<SimulatedConnection, Peer> _peers = [];
    private readonly Action<List<Peer>> _arrange;
    private readonly Func<Peer, Fate> _decide;
    private bool _isBusy;

    /// <param name="arrange">Puts a burst, which is in the order of asking, into the order of answering.</param>
    /// <param name="decide">What becomes of the request that a connection has just made.</param>
    public BurstServer(Action<List<Peer>> arrange, Func<Peer, Fate> decide)
    {
        (_arrange, _decide) = (arrange, decide);
        Simulation = new Simulation(Take) { WakeTakes = WakeTakes };
    }

    /// <summary>The body of route "/n"; one needs several reads.</summary>
    public static IReadOnlyList<string> Bodies { get; } =
        [.. new[] { 5, 5, 100, 1_000, 40_000 }.Select((length, route) => new string((char)('a' + route), length))];

    public Simulation Simulation { get; }

    /// <summary>The request, by its number, with which the server stops for a while; 0 is none.</summary>
    public int StopsAt { get; init; }

    public TimeSpan Stop { get; } = TimeSpan.FromMilliseconds(300);

    public int Ignored { get; private set; }

    /// <summary>Connections that the server ended.</summary>
    public int Ends { get; private set; }

    /// <summary>Requests on connections that the server had ended.</summary>
    public int AskedAfterEnd { get; private set; }

    private void Take(SimulatedRequest request)
    {
        if (!_peers.TryGetValue(request.Connection, out var peer))
        {
            _peers.Add(request.Connection, peer = new Peer(request.Connection));
        }

        peer.Asked = request.Number;
        peer.Route = request.Head[5] - '0'; // GET /n
        if (peer.EndsWhenAsked)
        {
            End(peer, peer.Connection.End);
        }

        if (peer.Connection.HasEnded)
        {
            AskedAfterEnd++;
            return;
        }

        _asked.Add(peer);
        if (!_isBusy)
        {
            _isBusy = true;
            Simulation.Clock.After(AnswerTakes, AnswerBurst);
        }
    }

    private void AnswerBurst()
    {
        var burst = _asked.Take(Burst).ToList();
        _asked.RemoveRange(0, burst.Count);
        _arrange(burst);
        var moment = burst.Any(peer => peer.Asked == StopsAt) ? Clock.From(Stop) : 0;
        foreach (var peer in burst)
        {
            Simulation.Clock.After(moment += AnswerTakes, () => Answer(peer));
        }

        Simulation.Clock.After(moment, Continue);
    }

    private void Continue()
    {
        _isBusy = _asked.Count > 0;
        if (_isBusy)
        {
            AnswerBurst();
        }
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
        peer.Connection.Send($"HTTP/1.1 200 OK\r\n{(fate == Fate.AnnounceEnd ? "Connection: close\r\n" : "")}Content-Length: {body.Length}\r\n\r\n{body}");
        switch (fate)
        {
            case Fate.AnswerAndEndWhenAsked:
                peer.EndsWhenAsked = true;
                break;
            case Fate.AnswerAndClose:
                Simulation.Clock.After(AnswerTakes, () => End(peer, peer.Connection.Close)); // so that the end may cross the next request
                break;
            case Fate.AnswerAndEnd or Fate.AnnounceEnd:
                End(peer, peer.Connection.End);
                break;
        }
    }

    private void End(Peer peer, Action end)
    {
        Ends++;
        peer.EndsWhenAsked = false;
        end();
    }

    /// <summary>A connection and its latest request.</summary>
    internal sealed class Peer(SimulatedConnection connection)
    {
        public SimulatedConnection Connection => connection;

        /// <summary>Number of the connection, from 1.</summary>
        public int Number => connection.Number;

        /// <summary>Number of the request on the server, from 1.</summary>
        public int Asked { get; set; }

        public int Route { get; set; }

        /// <summary>Requests answered on this connection.</summary>
        public int Answers { get; set; }

        public bool EndsWhenAsked { get; set; }
    }
}
