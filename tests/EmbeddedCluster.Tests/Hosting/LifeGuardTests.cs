using Gauntlet.EmbeddedCluster.Hosting;
using Gauntlet.EmbeddedCluster.Client;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gauntlet.EmbeddedCluster.Tests.Hosting;

/// <summary>When the cluster ends by itself; no second of these thirty minutes is real.</summary>
[CancelAfter(120_000)]
internal sealed class LifeGuardTests
{
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(30);
    private readonly FakeTimeProvider _clock = new();
    private DirectoryInfo _directory = null!;
    private ActivityMonitor _activity = null!;
    private Lifetime _lifetime = null!;
    private LifeGuard _guard = null!;

    [SetUp]
    public void SetUp()
    {
        _directory = Directory.CreateTempSubdirectory("gauntlet-life-");
        _activity = new ActivityMonitor(_clock);
        _lifetime = new Lifetime();
        var settings = new ClusterSettings("test", _directory.FullName, 0, 0, IdleTimeout, "token", FaultSet.Parse([]));
        _guard = new LifeGuard(settings, _activity, _lifetime, _clock, NullLogger<LifeGuard>.Instance);
    }

    [TearDown]
    public async Task TearDownAsync()
    {
        await _guard.StopAsync(CancellationToken.None);
        _guard.Dispose();
        _directory.Delete(recursive: true);
    }

    [Test]
    public void Reason_UsedInBetween_CountsTheThirtyMinutesAnew()
    {
        _clock.Advance(TimeSpan.FromMinutes(29));
        _activity.Touch();
        _clock.Advance(IdleTimeout);
        Assert.That(_guard.Reason(), Is.Null);

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(_guard.Reason(), Does.Contain("nobody used it for 00:30:00"));
    }

    [Test]
    public void Reason_WatchIsOpen_IsNullHoweverLong()
    {
        _activity.Begin();
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.That(_guard.Reason(), Is.Null);

        _activity.End();
        _clock.Advance(TimeSpan.FromMinutes(31));
        Assert.That(_guard.Reason(), Is.Not.Null);
    }

    [Test]
    public void Reason_TokenOfAnotherStart_SaysSo()
    {
        _guard.Announce(Endpoint("token"));
        Assert.That(_guard.Reason(), Is.Null);

        EmbeddedClusterFiles.Write(Endpoint("another token"));
        Assert.That(_guard.Reason(), Does.Contain("belongs to another cluster"));
    }

    [Test]
    public void Reason_DirectoryWasEmptied_SaysSo()
    {
        _guard.Announce(Endpoint("token"));
        File.Delete(EmbeddedClusterFiles.Endpoint(_directory.FullName));

        Assert.That(_guard.Reason(), Does.Contain("is gone"));
    }

    [Test]
    public async Task Execute_ReasonToEnd_StopsTheApplication(CancellationToken cancellationToken)
    {
        await _guard.StartAsync(cancellationToken);

        // The guard's timer may begin after the clock has moved: it is moved on until the guard has looked.
        while (!_lifetime.Stopped.Task.IsCompleted)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _clock.Advance(TimeSpan.FromMinutes(31));
            await Task.Yield();
        }

        Assert.That(await _lifetime.Stopped.Task, Is.True);
    }

    private EmbeddedEndpoint Endpoint(string token) => new()
    {
        Name = "test",
        Pid = Environment.ProcessId,
        ProcessStart = "",
        TokenHash = EmbeddedClusterFiles.Hash(token),
        ApiServer = "",
        Kubeconfig = "",
        Context = "",
        CertificateAuthority = "",
        IngressHttp = "",
        IngressHttps = "",
        Simulated = "",
        Directory = _directory.FullName,
    };

    private sealed class Lifetime : IHostApplicationLifetime
    {
        public TaskCompletionSource<bool> Stopped { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => Stopped.TrySetResult(true);
    }
}
