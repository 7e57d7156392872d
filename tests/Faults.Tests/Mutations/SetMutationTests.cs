using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Gauntlet.Build.Stages.Validate;
using Gauntlet.Faults.Tests.Scenes;
using Gauntlet.PipelineHarness;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Rendering;

namespace Gauntlet.Faults.Tests.Mutations;

/// <summary>
/// Sets of manifests that were changed at random, from the shipped ones and those of a shop of every kind: each is taken, or refused with file and line.
/// Some go through the whole host: what is in a file is never a fault of the pipeline, and never one of the infrastructure.
/// </summary>
[Category("Soak")]
public sealed class SetMutationTests
{
    private const int Full = 100_000;

    /// <summary>One of so many is validated by the whole host, deployed and judged. An even number, as the shipped ones are.</summary>
    private const int ByTheHost = 500;

    [Test]
    public async Task Load_MutatedSet_IsTakenOrRefusedWithItsPlace()
    {
        var seed = SoakScale.Seed();
        string[] shipped = [Path.Combine(Checkout.Root, "manifests")];
        var shop = Path.Combine(Checkout.Root, "tests", "Workloads.Tests", "Sets", "shop");
        SetMutator[] mutators = [new(seed, Objects(shipped)), new(seed, Objects([.. shipped, shop]))];
        var home = Directory.CreateTempSubdirectory("gauntlet-sets-");
        var (taken, problems, hosted, deployed, watch) = (0, 0L, 0, 0, Stopwatch.StartNew());
        try
        {
            var folder = home.CreateSubdirectory("manifests").FullName;
            for (var index = 0; index < SoakScale.Of(Full); index++)
            {
                var text = mutators[index % mutators.Length].Mutate(index);
                await File.WriteAllTextAsync(Path.Combine(folder, "set.yaml"), text);
                try
                {
                    var set = Read(folder, Path.Combine(home.FullName, "rendered"));
                    problems += set.Problems.Count;
                    taken += set.Problems.Count == 0 ? 1 : 0;
                    if (index % ByTheHost == 0)
                    {
                        hosted++;
                        deployed += await RunAsync(text) ? 1 : 0;
                    }
                }
                catch (Exception e)
                {
                    Assert.Fail($"seed {seed}, set {index}: {e}\n{text}");
                }
            }
        }
        finally
        {
            home.Delete(recursive: true);
        }

        await TestContext.Out.WriteLineAsync(
            $"{SoakScale.Of(Full)} sets, {taken} taken, {problems} problems, {hosted} by the host, {deployed} on a cluster, "
            + $"{watch.Elapsed.TotalMinutes:0.0} min");
        Assert.That(taken, Is.Positive.And.LessThan(SoakScale.Of(Full)), "the mutations must be worth something");
    }

    private static ManifestSet Read(string folder, string rendered)
    {
        var set = ManifestSet.Load(folder);
        foreach (var problem in set.Problems)
        {
            Assert.That(problem is { File.Length: > 0, What.Length: > 0, Remedy.Length: > 0 } && problem.Line is null or > 0, Is.True, problem.ToString());
        }

        foreach (var kind in new[] { "embedded", "kind", "existing" })
        {
            Assert.That(ClusterFit.Problems(set, kind, []), Is.All.Not.Empty);
        }

        if (set.Problems.Count == 0)
        {
            RenderedSet.Write(rendered, set);
            var read = RenderedSet.Read(rendered)!;
            Assert.That(read.Objects.Select(item => item.Reference), Is.EqualTo(set.Objects.Select(item => item.Reference)));
            Assert.That(read.Routes, Is.EqualTo(set.Routes));
        }

        return set;
    }

    /// <summary>Validates a set by the whole host; answers whether it was put on a cluster too.</summary>
    private static async Task<bool> RunAsync(string text)
    {
        await using var scene = await Scene.CreateAsync();
        Directory.Delete(scene.Copy.PathOf("manifests"), recursive: true);
        Directory.CreateDirectory(scene.Copy.PathOf("manifests"));
        await File.WriteAllTextAsync(scene.Copy.PathOf("manifests", "set.yaml"), text, new UTF8Encoding(false));
        var validated = await scene.ValidateAsync();
        Expect(validated, 0, 2);
        if (validated.ExitCode != 0)
        {
            return false;
        }

        Expect(await scene.FullAsync("--skip=LoadTest", "--skip=ScanSecurity", "--health-timeout=10s"), 0, 1, 2);
        return true;
    }

    private static void Expect(PipelineResult run, params int[] codes)
    {
        Assert.That(codes, Does.Contain(run.ExitCode), run.ToString());
        Assert.That(run.ToString(), Does.Not.Contain("Unexpected").And.Not.Contain("fault of the pipeline"));
    }

    /// <summary>As they are read, so that every one is valid before it is changed.</summary>
    private static List<JsonObject> Objects(string[] folders) =>
        [.. folders.SelectMany(folder => ManifestSet.Load(folder).Objects).Select(item => item.Body.DeepClone().AsObject())];
}
