using Gauntlet.Build.Stages.Chaos;
using Gauntlet.Build.Tests.Pipeline;

namespace Gauntlet.Build.Tests.Stages.Chaos;

[TestFixture]
public sealed class ChaosPlansTests
{
    private const string File = """
        # what foo has to survive
        experiment: pod-kill:foo@6s,for=4s
        hypotheses:
          - "during: errors.rate < 1%"
        """;

    [TestCase("kind", "pod-delete@5s,for=5s")]
    [TestCase("embedded", "")]
    [TestCase("existing", "")]
    public void Of_NothingAskedFor_IsWhatIsUsualOnTheCluster(string cluster, string plans)
    {
        using var bench = new StageBench("--target=Chaos");

        Assert.That(Plans(bench, cluster), Is.EqualTo(plans.Split('|', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Test]
    public void Of_FilesOfTheProject_TakeThePlaceOfWhatIsUsual()
    {
        using var bench = new StageBench("--target=Chaos");
        Write(bench, "foo.yaml", File);

        var planned = ChaosPlans.Of(bench.Context, bench.Clusters.Of("kind"));

        Assert.That(planned.Select(one => one.Plan.ToString()), Is.EqualTo(new[] { "pod-kill:foo@6s,for=4s" }));
        Assert.That(planned[0].Hypotheses.Select(one => one.Text), Is.EqualTo(new[] { "during: errors.rate < 1%" }));
    }

    [Test]
    public void Of_CommandLine_TakesThePlaceOfTheFiles()
    {
        using var bench = new StageBench("--target=Chaos", "--chaos=rollout", "--hypothesis=during: errors.count == 0");
        Write(bench, "foo.yaml", File);

        var planned = ChaosPlans.Of(bench.Context, bench.Clusters.Of("kind"));

        Assert.That(planned.Select(one => one.Plan.ToString()), Is.EqualTo(new[] { "rollout@5s,for=30s" }));
        Assert.That(planned[0].Hypotheses, Has.Count.EqualTo(1));
    }

    [TestCase("experiment: pod-kil:foo\n", "chaos/foo.yaml:1: 'pod-kil:foo' names the fault 'pod-kil'; there are ")]
    [TestCase("\nexperiment: pod-kill\nhypotheses:\n  - \"later: p(95) < 5ms\"\n", "chaos/foo.yaml:4: 'later: p(95) < 5ms' does not begin with before:")]
    [TestCase("fault: pod-kill\n", "chaos/foo.yaml:1: The experiment cannot be read: ")]
    [TestCase("hypotheses: []\n", "chaos/foo.yaml: It names no experiment.")]
    [TestCase("", "chaos/foo.yaml: It names no experiment.")]
    public void Problems_FileThatCannotBeRead_AreNamedWithTheirLine(string text, string problem)
    {
        using var bench = new StageBench("--target=Validate");
        Write(bench, "foo.yaml", text);

        Assert.That(ChaosPlans.Problems(bench.Context.Paths), Has.Exactly(1).StartsWith(problem));
    }

    private static IEnumerable<string> Plans(StageBench bench, string cluster) =>
        ChaosPlans.Of(bench.Context, bench.Clusters.Of(cluster)).Select(one => one.Plan.ToString());

    private static void Write(StageBench bench, string name, string text)
    {
        Directory.CreateDirectory(bench.Context.Paths.Chaos);
        System.IO.File.WriteAllText(Path.Combine(bench.Context.Paths.Chaos, name), text);
    }
}
