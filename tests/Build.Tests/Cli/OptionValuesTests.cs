using System.Net;
using Gauntlet.Build.Cli;
using Gauntlet.Build.Clusters;
using Gauntlet.Build.Clusters.Existing;
using Gauntlet.Build.Stages.CreateCluster;
using Gauntlet.Build.Stages.LoadTest;
using Gauntlet.Build.Stages.Validate;
using Gauntlet.LoadGenerator;

namespace Gauntlet.Build.Tests.Cli;

[TestFixture]
public sealed class OptionValuesTests
{
    [Test]
    public void Bind_NoOptions_HasTheDocumentedDefaults()
    {
        var options = Bind();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(options.Of(ClusterOptions.Kind), Is.EqualTo("auto"));
            Assert.That(options.Of(ClusterOptions.Name), Is.EqualTo("gauntlet"));
            Assert.That(options.Of(ClusterOptions.HttpPort), Is.EqualTo(80));
            Assert.That(options.Of(ClusterOptions.HttpsPort), Is.EqualTo(443));
            Assert.That(options.Of(LoadTestOptions.Rate), Is.EqualTo(1000));
            Assert.That(options.Of(LoadTestOptions.Duration), Is.EqualTo(TimeSpan.FromSeconds(15)));
            Assert.That(options.Of(LoadTestOptions.WarmUp), Is.EqualTo(WarmUp.For(TimeSpan.FromSeconds(3))));
            Assert.That(options.Of(LoadTestOptions.Connections), Is.EqualTo(50));
            Assert.That(options.Of(LoadTestOptions.Timeout), Is.EqualTo(TimeSpan.FromSeconds(10)));
            Assert.That(options.Of(LoadTestOptions.Requests), Is.Null);
            Assert.That(options.Of(CreateClusterOptions.Timeout), Is.EqualTo(TimeSpan.FromSeconds(180)));
            Assert.That(options.Of(ValidateOptions.DownloadTimeout), Is.EqualTo(TimeSpan.FromSeconds(60)));
            Assert.That(options.Written, Is.Empty);
        }
    }

    [Test]
    public void Bind_InContinuousIntegration_DefaultsToKind() =>
        Assert.That(new OptionValues(CommandLineTests.Parse([]), inContinuousIntegration: true).Of(ClusterOptions.Kind), Is.EqualTo("kind"));

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

        Assert.That(options.Of(ExistingOptions.IngressAddress), Is.EqualTo(new IPEndPoint(IPAddress.Loopback, 8080)));
    }

    [Test]
    public void Bind_LoadOptions_AreTyped()
    {
        var options = Bind("--stages=10s:200,2m:1000.5", "--weights=foo=3,bar=0.5", "--warm-up=500", "--reuse=20", "--seed=42");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                options.Of(LoadTestOptions.Stages),
                Is.EqualTo(new LoadStage[] { new(TimeSpan.FromSeconds(10), 200), new(TimeSpan.FromMinutes(2), 1000.5) }));
            Assert.That(options.Of(LoadTestOptions.Weights), Is.EqualTo(new Dictionary<string, double> { ["foo"] = 3, ["bar"] = 0.5 }));
            Assert.That(options.Of(LoadTestOptions.WarmUp), Is.EqualTo(WarmUp.Of(500)));
            Assert.That(options.Of(LoadTestOptions.Reuse), Is.EqualTo(new ReusePolicy(20)));
            Assert.That(options.Of(LoadTestOptions.Seed), Is.EqualTo(42));
        }
    }

    [Test]
    public void Bind_GivenOptions_AreKeptAsWritten() =>
        Assert.That(Bind("--rate", "5", "--keep-cluster").Written, Is.EquivalentTo(new[] { "--rate=5", "--keep-cluster" }));

    private static OptionValues Bind(params string[] arguments) => new OptionValues(CommandLineTests.Parse(arguments), inContinuousIntegration: false);
}
