using System.Text.RegularExpressions;
using Gauntlet.HostBench;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Build.Tests.Runs;

/// <summary>Whole sets of manifests on the embedded cluster: what it lacks is named at once, and all the rest is deployed, judged and asked.</summary>
[TestFixture]
[Category("Tools")]
[Platform("Linux")]
[CancelAfter(300_000)]
public sealed partial class SetRunTests
{
    [TestCase("status", 3, "scale.yaml:2: The embedded cluster has no HorizontalPodAutoscaler")]
    [TestCase("vote", 2, "db.yaml:3: The embedded cluster has no StatefulSet", "db.yaml:25: The embedded cluster has no PersistentVolume")]
    [TestCase(
        "books", 6, "ledger.yaml:11: The embedded cluster has no StatefulSet", "ledger.yaml:32: The embedded cluster has no PersistentVolumeClaim",
        "ledger.yaml:40: The embedded cluster has no PersistentVolume", "scale.yaml:2: The embedded cluster has no HorizontalPodAutoscaler")]
    public async Task Full_Set_PassesWithoutWhatTheEmbeddedClusterLacks(string name, int routes, params string[] lacks)
    {
        await using var copy = ProjectCopy.Create();
        string[] options = ["--cluster=embedded", "--skip=ScanSecurity", .. copy.AddSet(name)];

        var refused = await copy.RunInProcessAsync(["--target=Validate", .. options]);

        Assert.That(refused.ExitCode, Is.EqualTo(2), refused.ToString());
        foreach (var what in lacks)
        {
            Assert.That(refused.Output, Does.Contain($"sets/{name}/{what}").And.Contain("needs a real one, as --cluster=kind makes."));
        }

        foreach (var file in lacks.Select(what => Place().Match(what).Groups["file"].Value).Distinct())
        {
            File.Delete(copy.PathOf("sets", name, file));
        }

        var run = await copy.PassInProcessAsync(["--target=Full", "--skip=Test", .. options, .. ShortLoad.Arguments]);

        Assert.That(run.Output, Does.Contain($"{routes} routes answer as expected").And.Contain("Verdict: pass"));
    }

    [GeneratedRegex("^(?<file>[a-z.]+):")]
    private static partial Regex Place();
}
