using Gauntlet.PipelineHarness;

namespace Gauntlet.Build.Tests.Runs;

/// <summary>What people bring, from every source and of every kind.</summary>
public sealed partial class ExistingClusterTests
{
    /// <summary>Whoever writes the same in another way gets the same.</summary>
    [Test]
    public async Task Full_FolderOverlayAndChart_AreTheSameToTheVerdict()
    {
        var runs = new List<(string Objects, string? Verdict, string Routes)>();
        string[] chart = ["--manifests=manifests/ingress-nginx", "--manifests=manifests/charts/echo"];
        foreach (var options in new string[][] { [], ["--overlay=staging"], chart })
        {
            await using var copy = ProjectCopy.Create();
            copy.AddHelm();
            var rooted = options.Select(option => option.Replace("--manifests=manifests", "--manifests=" + copy.PathOf("manifests"), StringComparison.Ordinal));

            var run = await FullAsync(copy, ["--adopt", .. rooted]);

            runs.Add((
                string.Join('\n', run.State["deploy"]!["result"]!["objects"]!.AsArray().Select(item => (string?)item).Order(StringComparer.Ordinal)),
                Kind.Lines(run.Output).LastOrDefault(line => line.Contains("Verdict: ", StringComparison.Ordinal)),
                run.State["validate"]!["result"]!["routes"]!.ToJsonString()));
        }

        Assert.That(runs.Distinct().ToList(), Has.Count.EqualTo(1), string.Join("\n\n", runs));
        Assert.That(runs[0].Verdict, Does.Contain("pass"));
        Assert.That(runs[0].Objects.Split('\n'), Has.Length.EqualTo(18));
    }

    [TestCase("status", 3, "Deployment", "HorizontalPodAutoscaler", "Job", "Service", "Ingress")]
    [TestCase("vote", 2, "Deployment", "StatefulSet", "Job", "Service", "Ingress")]
    [TestCase("books", 6, "Deployment", "StatefulSet", "PersistentVolumeClaim", "HorizontalPodAutoscaler", "Job", "CustomResourceDefinition")]
    public async Task Full_Set_PassesAndLeavesNothing(string name, int routes, params string[] judged)
    {
        await using var copy = ProjectCopy.Create();

        // The cluster has no metrics API, and gets none unasked.
        var run = await FullAsync(copy, [.. copy.AddSet(name), "--metrics-server"]);

        Assert.That(run.Output, Does.Contain($"{routes} routes answer as expected").And.Contain("Verdict: pass"));
        var notJudged = Kind.Lines(run.Output).FirstOrDefault(line => line.Contains("Applied and not judged, as", StringComparison.Ordinal)) ?? "";
        var deployed = run.State["deploy"]!["result"]!["objects"]!.AsArray().Select(item => ((string)item!).Split(' ')[0]).ToHashSet();
        Assert.That(deployed, Is.SupersetOf(judged));
        Assert.That(judged.Where(kind => notJudged.Contains(kind, StringComparison.Ordinal)), Is.Empty, notJudged);
        Assert.That(await ObjectsAsync(), Is.EqualTo(_theirs));
        Assert.That(await _owner.KubectlAsync("get", "persistentvolumes,customresourcedefinitions", "--output=name"), Is.Empty);
    }
}
