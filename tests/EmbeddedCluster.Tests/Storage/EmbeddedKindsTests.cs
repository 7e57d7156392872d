using Gauntlet.EmbeddedCluster.Client;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Tests.Storage;

public sealed class EmbeddedKindsTests
{
    [Test]
    public void Served_Kinds_AreThoseOfTheCatalogue() =>
        Assert.That(EmbeddedKinds.Served, Is.EquivalentTo(new ResourceCatalogue().All.Select(type => $"{type.ApiVersion} {type.Kind}")));
}
