using Gauntlet.Faults.Tests.Scenes;

namespace Gauntlet.Faults.Tests;

/// <summary>Injects every fault into a run of the real host: verdict, exit code and line are as promised, and nothing is left.</summary>
public sealed class FaultTests
{
    private static IEnumerable<TestCaseData> Quick => FaultCatalogue.Cases(Ground.Embedded, Pace.Quick);

    private static IEnumerable<TestCaseData> Slow => FaultCatalogue.Cases(Ground.Embedded, Pace.Slow);

    private static IEnumerable<TestCaseData> OnKind => FaultCatalogue.Cases(Ground.Kind);

    [TestCaseSource(nameof(Quick))]
    public Task Run_QuickFault_EndsAsPromisedAndClean(object fault) => MeetAsync((Fault)fault);

    [TestCaseSource(nameof(Slow))]
    [Category("Soak")]
    public Task Run_SlowFault_EndsAsPromisedAndClean(object fault) => MeetAsync((Fault)fault);

    [TestCaseSource(nameof(OnKind))]
    [Category("Cluster")]
    public Task Run_FaultOnKind_EndsAsPromisedAndClean(object fault) => MeetAsync((Fault)fault);

    private static async Task MeetAsync(Fault fault)
    {
        await using var scene = await Scene.CreateAsync();
        await Promise.IsKeptAsync(fault, scene, Leftovers.FindAsync);
    }
}
