using System.Net;
using System.Net.Sockets;
using Gauntlet.LoadGenerator.Portable;
using Gauntlet.LoadGenerator.Running;
using Gauntlet.Metrics.Model;
using Microsoft.Extensions.Time.Testing;

namespace Gauntlet.LoadGenerator.Tests.Portable;

/// <summary>Real sockets on a clock that only moves when it is told to, or when the pacer has nothing else to do than wait.</summary>
internal sealed class ManualPlatform : IPlatform, IDisposable
{
    private readonly DotNetPlatform _real = new();
    private readonly FakeTimeProvider _time = new();
    private readonly SemaphoreSlim _waits = new(0);

    public TimeProvider Timers => _time;

    /// <summary>Instead of connecting.</summary>
    public Action? AtConnect { get; init; }

    /// <summary>The pacer asks when it has no free worker, before it waits for one.</summary>
    public bool IsBehind
    {
        get
        {
            _waits.Release();
            return false;
        }
    }

    public long Now() => Clock.Second + Clock.From(_time.GetUtcNow() - _time.Start);

    public void WaitUntil(long due, CancellationToken stop) => Advance(Clock.ToTimeSpan(Math.Max(0, due - Now())));

    public void Advance(TimeSpan time) => _time.Advance(time);

    /// <summary>Waits until the pacer waits for a worker.</summary>
    public Task PacerWaitsAsync(CancellationToken cancellation) => _waits.WaitAsync(cancellation);

    public async ValueTask<Socket> ConnectAsync(IPEndPoint target, CancellationToken cancellation)
    {
        if (AtConnect is { } connecting)
        {
            connecting();
            await Task.Delay(Timeout.Infinite, cancellation);
        }

        return await _real.ConnectAsync(target, cancellation);
    }

    /// <summary>Runs a load on one connection.</summary>
    public async Task<LoadRun> RunAsync(LoadOptions options, LoadTarget target, Stream? failures, CancellationToken cancellation)
    {
        var one = options with { Connections = 1, Threads = 1, WarmUp = WarmUp.Of(0) };
        var job = new LoadJob(one, [new LoadRoute { Name = "echo", Host = "echo.test" }], target) { Failures = failures };
        return await new PortableEngine(this).RunAsync(job, cancellation);
    }

    public void Dispose() => _waits.Dispose();
}
