using Gauntlet.EmbeddedCluster.Client;
using Gauntlet.EmbeddedCluster.Faults;
using Gauntlet.EmbeddedCluster.Tests.Support;

namespace Gauntlet.EmbeddedCluster.Tests.Client;

internal sealed class FaultSetTests
{
    [Test]
    public void Parse_AllFaults_AreUnderstood()
    {
        var faults = FaultSet.Parse(["slow-pull=1.5s", "crash-loop", "never-ready", "unschedulable", "node-not-ready=test-worker"]);

        Assert.That(faults.SlowPull, Is.EqualTo(TimeSpan.FromSeconds(1.5)));
        Assert.That(faults.CrashLoop && faults.NeverReady && faults.Unschedulable, Is.True);
        Assert.That(faults.NotReadyNodes, Is.EqualTo(new[] { "test-worker" }));
    }

    [TestCase("slow-pull")]
    [TestCase("slow-pull=soon")]
    [TestCase("slow-pull=-1s")]
    [TestCase("node-not-ready=")]
    [TestCase("fire")]
    public void Parse_UnknownFault_NamesTheKnownOnes(string text) =>
        Assert.That(() => FaultSet.Parse([text]), Throws.TypeOf<FormatException>().With.Message.Contains(text).And.Message.Contains("never-ready"));

    [Test]
    public void For_PodWithAnnotation_AddsToTheClustersFaults()
    {
        var pod = Manifest.Yaml("""
            kind: Pod
            metadata: {annotations: {gauntlet/fault: "crash-loop,slow-pull=3s"}}
            """);

        var faults = FaultSet.Parse(["slow-pull=1s", "never-ready"]).For(pod);

        Assert.That((faults.SlowPull, faults.CrashLoop, faults.NeverReady), Is.EqualTo((TimeSpan.FromSeconds(3), true, true)));
    }
}
