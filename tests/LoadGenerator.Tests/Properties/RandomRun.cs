using Gauntlet.LoadGenerator.Running;
using Gauntlet.LoadGenerator.Tests.Conformance;
using Gauntlet.LoadGenerator.Tests.Simulated;
using Gauntlet.Metrics.Model;

namespace Gauntlet.LoadGenerator.Tests.Properties;

/// <summary>A load, a server and a machine, all drawn from one seed: the server delays, stalls, resets, closes, refuses and answers wrongly.</summary>
internal sealed class RandomRun : IDisposable
{
    private const string WrongBody = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nping";
    private static readonly string[] Methods = ["GET", "GET", "GET", "POST", "PUT", "DELETE", "PATCH"];

    private readonly Random _random;
    private readonly CancellationTokenSource _stop = new();
    private readonly double _trouble;
    private readonly (long From, long To) _stall;
    private readonly TimeSpan _delay;
    private readonly int _slow;

    public RandomRun(int seed)
    {
        _random = new Random(seed);
        Options = DrawOptions();
        Routes = [.. Enumerable.Range(0, _random.Next(1, 4)).Select(i => new LoadRoute
        {
            Name = $"r{i}",
            Host = "echo.test",
            Path = $"/{i}",
            Method = Methods[_random.Next(Methods.Length)],
            Weight = _random.Next(1, 4),
            ExpectedBody = _random.Next(2) == 0 ? null : "pong"u8.ToArray(),
        })];
        IsServerHealthy = _random.Next(4) == 0;
        _trouble = IsServerHealthy ? 0 : _random.Next(3) * 0.02 * _random.NextDouble();
        _delay = TimeSpan.FromMilliseconds(IsServerHealthy ? 0.2 : Math.Exp(_random.NextDouble() * 4.5) / 10);
        _slow = IsServerHealthy ? int.MaxValue : _random.Next(5, 400);
        _stall = IsServerHealthy || _random.Next(3) > 0 ? default : Window(_random.NextDouble() * 2, _random.NextDouble());
        HasLimit = _random.Next(8) == 0;
        StandsStill = _random.Next(8) == 0;
        IsStopped = _random.Next(16) == 0;
        var sockets = HasLimit ? _random.Next(1, Options.Connections + 1) : int.MaxValue;
        var refused = IsServerHealthy ? 0 : _random.Next(3) * 0.02;
        Simulation = new Simulation(Serve)
        {
            MostSockets = sockets,
            Wire = _random.Next(1, 200) * 1_000,
            Greet = _ => _random.NextDouble() >= refused ? Welcome.Accept : _random.Next(2) == 0 ? Welcome.Refuse : Welcome.Ignore,
        };
        if (StandsStill)
        {
            After(_random.NextDouble(), () => Simulation.StandStill(Clock.From(Options.Timeout) * _random.Next(1, 30) / 10));
        }

        if (IsStopped)
        {
            After(_random.NextDouble(), _stop.Cancel);
        }
    }

    public LoadOptions Options { get; }

    public IReadOnlyList<LoadRoute> Routes { get; }

    public Simulation Simulation { get; }

    /// <summary>Every request is answered rightly and at once.</summary>
    public bool IsServerHealthy { get; }

    /// <summary>The client's machine has fewer sockets than connections, or as many.</summary>
    public bool HasLimit { get; }

    /// <summary>The client's process stands still once.</summary>
    public bool StandsStill { get; }

    public bool IsStopped { get; }

    /// <summary>Answers that the server sent whole: what it counts itself.</summary>
    public int RightAnswers { get; private set; }

    public int WrongAnswers { get; private set; }

    /// <summary>Connections that the server closed behind an answer and did not announce.</summary>
    public int SilentEnds { get; private set; }

    public Task<LoadRun> RunAsync(Stream failures) => Simulation.RunAsync(Options, Routes, failures, _stop.Token);

    public override string ToString() =>
        $"{Options.Model}, {Options.Rate:0}/s for {Options.Duration.TotalSeconds:0.00} s, {Options.Connections} connections, timeout {Options.Timeout.TotalMilliseconds:0} ms, "
        + $"reuse {Options.Reuse}, {string.Join(' ', Routes.Select(route => route.Method))}{(IsServerHealthy ? ", healthy" : "")}{(HasLimit ? ", limit" : "")}"
        + $"{(StandsStill ? ", stands still" : "")}{(IsStopped ? ", stopped" : "")}";

    public void Dispose() => _stop.Dispose();

    private LoadOptions DrawOptions()
    {
        var isOpen = _random.Next(4) > 0;
        var seconds = 0.1 + _random.NextDouble();
        return new LoadOptions
        {
            Model = isOpen ? LoadModel.Open : LoadModel.Closed,
            Requests = isOpen ? null : _random.Next(1, 800),
            Rate = Math.Round(Math.Exp(_random.NextDouble() * 3) * 40, _random.Next(3)),
            Duration = TimeSpan.FromSeconds(seconds),
            Arrivals = _random.Next(2) == 0 ? ArrivalProcess.Constant : ArrivalProcess.Poisson,
            Connections = _random.Next(1, 30),
            Timeout = TimeSpan.FromMilliseconds(_random.Next(20, 400)),
            WarmUp = _random.Next(2) == 0 ? WarmUp.Of(0) : WarmUp.For(TimeSpan.FromSeconds(_random.NextDouble() * 0.3)),
            Reuse = _random.Next(3) switch { 0 => ReusePolicy.Never, 1 => new ReusePolicy(_random.Next(1, 9)), _ => ReusePolicy.Always },
            Seed = (ulong)_random.Next(),
        };
    }

    private (long From, long To) Window(double from, double length)
    {
        var start = Clock.Second + (long)(from * Options.Duration.TotalSeconds * Clock.Second / 2);
        return (start, start + (long)(length * 3 * Clock.From(Options.Timeout)));
    }

    private void After(double share, Action action) => Simulation.Clock.After(TimeSpan.FromSeconds(share * Options.Duration.TotalSeconds), action);

    private void Serve(SimulatedRequest request)
    {
        var connection = request.Connection;
        var delay = request.Number % _slow == 0 ? 10 * _delay : _delay;
        var now = request.Clock.Now;
        if (now >= _stall.From && now < _stall.To)
        {
            delay += Clock.ToTimeSpan(_stall.To - now);
        }

        if (_random.NextDouble() >= _trouble)
        {
            RightAnswers++;
            request.Answer(Exchange.Pong, delay);
            return;
        }

        switch (_random.Next(9))
        {
            case 0:
                request.Clock.After(delay, connection.Reset);
                break;
            case 1:
                request.Clock.After(delay, connection.Close);
                break;
            case 2:
                request.Answer(Exchange.Pong[..^2], delay);
                request.Clock.After(delay, connection.End);
                break;
            case 3:
                WrongAnswers++;
                request.Answer("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", delay);
                break;
            case 4:
                WrongAnswers++; // but for a route whose body is not known
                RightAnswers++;
                request.Answer(WrongBody, delay);
                break;
            case 5:
                request.Answer("SSH-2.0-x\r\n\r\n", delay);
                break;
            case 6:
                break; // never answers
            case 7:
                RightAnswers++;
                request.Answer("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 4\r\n\r\npong", delay);
                request.Clock.After(delay, connection.Close);
                break;
            default:
                RightAnswers++;
                SilentEnds++;
                request.Answer(Exchange.Pong, delay);
                request.Clock.After(delay + TimeSpan.FromMicroseconds(_random.Next(300)), connection.Close);
                break;
        }
    }
}
