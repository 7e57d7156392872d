using System.Globalization;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Tests.Kubelet;

internal sealed class ContainerLogTests
{
    private readonly ContainerLog _log = new(TimeProvider.System);

    [Test]
    public void Read_MoreLinesThanAreKept_GivesTheNewestOnce()
    {
        var position = 0L;
        for (var line = 0; line < 6_000; line++)
        {
            _log.Write(line.ToString(CultureInfo.InvariantCulture));
        }

        var lines = _log.Read(ref position);
        var again = _log.Read(ref position);
        _log.Write("next");

        Assert.That(lines.Select(line => line.Text), Is.EqualTo(Enumerable.Range(1_000, 5_000).Select(line => line.ToString(CultureInfo.InvariantCulture))));
        Assert.That(again, Is.Empty);
        Assert.That(_log.Read(ref position).Select(line => line.Text), Is.EqualTo(new[] { "next" }));
    }
}
