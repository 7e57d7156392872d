using Gauntlet.Faults.Tests.Scenes;

namespace Gauntlet.Faults.Tests;

/// <summary>What a fault promises.</summary>
internal static class Promise
{
    /// <summary>Injects a fault and asserts its verdict, exit code and line, the evidence, and that nothing is left.</summary>
    public static async Task IsKeptAsync(Fault fault, Scene scene, Func<Scene, Task<IReadOnlyList<string>>> leftovers)
    {
        var run = await fault.Inject(scene);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.ExitCode, Is.EqualTo((int)fault.Verdict), run.ToString());
            Assert.That(UserLine.IsIn(run.Output, fault.Line), Is.True, $"expected: {fault.Line}\n{run}");
            Assert.That(await leftovers(scene), Is.Empty, run.ToString());
        }

        if (fault.LeavesEvidence)
        {
            Assert.That(scene.EvidenceOf(fault.Line), Is.True, $"no evidence of the fault in {scene.Copy.Artifact("diagnostics")}\n{run}");
        }
    }
}
