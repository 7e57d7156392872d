using Gauntlet.Build.Hosting;

namespace Gauntlet.Build.Tests.Hosting;

/// <summary>Its errors are nobody's while a run begins; here they are.</summary>
public sealed class HeadStartTests
{
    [Test]
    public void Run_ByItself_ComesToItsEnd() => Assert.That(HeadStart.Run, Throws.Nothing);
}
