using Gauntlet.Workloads.Health;
using k8s.Models;
using Microsoft.Extensions.Time.Testing;

namespace Gauntlet.Workloads.Tests.Health;

[CancelAfter(30_000)]
public sealed class NodeLeasesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public async Task WhyLostAsync_LeasesThatAreYoung_IsNothingAtOnce()
    {
        using var client = new CannedApi(Lease("worker", 9), Lease("worker2", 14)).Client();

        Assert.That(await NodeLeases.WhyLostAsync(client, new FakeTimeProvider(Now), CancellationToken.None), Is.Null);
    }

    /// <summary>A node that is slow proves that it lives; one that does not is named, with how long it has been silent.</summary>
    [Test]
    public async Task WhyLostAsync_LeaseThatIsNotRenewed_NamesTheNodeOnceItHadTimeTo()
    {
        var time = new FakeTimeProvider(Now);
        using var client = new CannedApi(Lease("worker", 9), Lease("worker2", 16)).Client();

        var asked = NodeLeases.WhyLostAsync(client, time, CancellationToken.None);
        while (!asked.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.That(await asked, Does.Match("^the node worker2 has not renewed its lease for [0-9]+ s$"));
    }

    [Test]
    public async Task WhyLostAsync_LeaseThatIsRenewedAfterAll_IsNothing()
    {
        var time = new FakeTimeProvider(Now);
        var lease = Lease("worker", 16);
        using var client = new CannedApi(lease).Client();

        var asked = NodeLeases.WhyLostAsync(client, time, CancellationToken.None);
        lease.Spec.RenewTime = Now.UtcDateTime;
        while (!asked.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.That(await asked, Is.Null);
    }

    private static V1Lease Lease(string node, int age) => new()
    {
        Metadata = new V1ObjectMeta { Name = node },
        Spec = new V1LeaseSpec { RenewTime = Now.UtcDateTime.AddSeconds(-age) },
    };
}
