using Gauntlet.Faults.Tests.Scenes;
using Gauntlet.Faults.Tests.Kind;

namespace Gauntlet.Faults.Tests;

/// <summary>Faults on one KinD cluster, one after the other: it takes a minute or two to create.</summary>
[Category("Cluster")]
[NonParallelizable]
public sealed class SharedKindTests
{
    private Scene _scene = null!;

    private static IEnumerable<TestCaseData> Faults => FaultCatalogue.Cases(Ground.SharedKind);

    [OneTimeSetUp]
    public async Task CreateAsync()
    {
        _scene = await Scene.CreateAsync();
        _scene.Environment["GAUNTLET_NODE_IMAGE"] = KindRun.NodeImage;
        var validate = await _scene.StageAsync("Validate", "--cluster=kind", "--skip=ScanSecurity");
        Assert.That(validate.ExitCode, Is.Zero, validate.ToString());
        await _scene.PassAsync("CreateCluster");
    }

    [TestCaseSource(nameof(Faults))]
    public async Task Run_FaultOnSharedKind_EndsAsPromisedAndClean(object fault)
    {
        await KindRun.CleanAsync(_scene);
        await Promise.IsKeptAsync((Fault)fault, _scene, Leftovers.FindBesideClusterAsync);
    }

    [OneTimeTearDown]
    public async Task DeleteAsync()
    {
        var run = await _scene.StageAsync("DeleteCluster");
        var left = await Leftovers.FindAsync(_scene);
        await _scene.DisposeAsync();
        Assert.That(run.ExitCode, Is.Zero, run.ToString());
        Assert.That(left, Is.Empty, "after DeleteCluster");
    }
}
