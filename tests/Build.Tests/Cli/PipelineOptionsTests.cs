using System.Net;
using Gauntlet.Build.Cli;
using Gauntlet.Build.Pipeline;
using Gauntlet.LoadGenerator;

namespace Gauntlet.Build.Tests.Cli;

[TestFixture]
public sealed class PipelineOptionsTests
{
    [Test]
    public void Bind_NoOptions_HasTheDocumentedDefaults()
    {
        var options = Bind();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(options.Cluster.Kind, Is.EqualTo("auto"));
            Assert.That(options.Cluster.Name, Is.EqualTo("gauntlet"));
            Assert.That(options.Cluster.HttpPort, Is.EqualTo(80));
            Assert.That(options.Cluster.HttpsPort, Is.EqualTo(443));
            Assert.That(options.Load.Rate, Is.EqualTo(1000));
            Assert.That(options.Load.Duration, Is.EqualTo(TimeSpan.FromSeconds(15)));
            Assert.That(options.Load.WarmUp, Is.EqualTo(WarmUp.For(TimeSpan.FromSeconds(3))));
            Assert.That(options.Load.Connections, Is.EqualTo(50));
            Assert.That(options.Load.Timeout, Is.EqualTo(TimeSpan.FromSeconds(10)));
            Assert.That(options.Load.Requests, Is.Null);
            Assert.That(options.Deadlines.Cluster, Is.EqualTo(TimeSpan.FromSeconds(180)));
            Assert.That(options.Deadlines.Download, Is.EqualTo(TimeSpan.FromSeconds(60)));
            Assert.That(options.Given, Is.Empty);
        }
    }

    [Test]
    public void Bind_InContinuousIntegration_DefaultsToKind() =>
        Assert.That(PipelineOptions.Bind(CommandLineTests.Parse([]), inContinuousIntegration: true).Cluster.Kind, Is.EqualTo("kind"));

    [TestCase("--requests=10", "--rate=5")]
    [TestCase("--stages=1s:5", "--duration=5s")]
    [TestCase("--threshold=p(95)<1", "--thresholds-file=x")]
    [TestCase("--skip=Test", "--require=test")]
    [TestCase("--http-port=8080", "--https-port=8080")]
    [TestCase("--cluster=existing", "--kubeconfig=k")]
    [TestCase("--cluster=kind", "--kubeconfig=k")]
    public void Bind_OptionsThatExcludeEachOther_AreRefused(params string[] arguments) =>
        Assert.That(() => Bind(arguments), Throws.TypeOf<UsageException>());

    [Test]
    public void Bind_ExistingCluster_TakesAnAddressAsGiven()
    {
        var options = Bind("--cluster=existing", "--kubeconfig=k", "--context=c", "--ingress-address=127.0.0.1:8080");

        Assert.That(options.Cluster.IngressAddress, Is.EqualTo(new IPEndPoint(IPAddress.Loopback, 8080)));
    }

    [Test]
    public void Bind_LoadOptions_AreTyped()
    {
        var options = Bind("--stages=10s:200,2m:1000.5", "--weights=foo=3,bar=0.5", "--warm-up=500", "--reuse=20", "--seed=42").Load;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(options.Stages, Is.EqualTo(new LoadStage[] { new(TimeSpan.FromSeconds(10), 200), new(TimeSpan.FromMinutes(2), 1000.5) }));
            Assert.That(options.Weights, Is.EqualTo(new Dictionary<string, double> { ["foo"] = 3, ["bar"] = 0.5 }));
            Assert.That(options.WarmUp, Is.EqualTo(WarmUp.Of(500)));
            Assert.That(options.Reuse, Is.EqualTo(new ReusePolicy(20)));
            Assert.That(options.Seed, Is.EqualTo(42));
        }
    }

    [Test]
    public void Bind_GivenOptions_AreKeptAsWritten() =>
        Assert.That(Bind("--rate", "5", "--keep-cluster").Given, Is.EquivalentTo(new[] { "--rate=5", "--keep-cluster" }));

    private static PipelineOptions Bind(params string[] arguments) => PipelineOptions.Bind(CommandLineTests.Parse(arguments), inContinuousIntegration: false);
}
