using Gauntlet.HostBench;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Build.Tests.Runs;

/// <summary>Manifests from every source, by the options that name them.</summary>
[TestFixture]
[Platform("Linux")]
[CancelAfter(300_000)]
public sealed class SourceRunTests
{
    private static readonly string[] Chart = ["--manifests=manifests/ingress-nginx", "--manifests=manifests/charts/echo"];

    [Test]
    public async Task Validate_ChartBesidePlainManifests_IsOneSet()
    {
        await using var copy = WithChart();

        var run = await ValidateAsync(copy, Rooted(copy, Chart));

        Assert.That(run.ExitCode, Is.Zero, run.ToString());
        Assert.That(run.Output, Does.Contain("18 objects from Helm (manifests/charts/echo), 2 routes, embedded cluster").And.Contains("helm 4.2.3"));
        Assert.That(File.ReadAllText(copy.Artifact("manifests", "index.json")),
            Does.Contain("\"file\": \"charts/echo/templates/deployment.yaml\"").And.Contains("\"folder\": \"manifests\""));
    }

    [Test]
    public async Task Validate_ValuesOfAChart_AreHandedOnAndRefusedByItsSchema()
    {
        await using var copy = WithChart();

        var prod = await ValidateAsync(copy, [.. Rooted(copy, Chart), "--values=" + copy.PathOf("manifests/charts/echo/ci/prod-values.yaml")]);
        Assert.That(prod.ExitCode, Is.Zero, prod.ToString());
        Assert.That((string?)prod.State["validate"]!["result"]!["routes"]!.AsArray()[0], Is.EqualTo("foo.prod.localhost/"));

        var misspelt = await ValidateAsync(copy, [.. Rooted(copy, Chart), "--set=replcas=3"]);
        Assert.That(misspelt.ExitCode, Is.EqualTo(2), misspelt.ToString());
        Assert.That(misspelt.Output, Does.Contain("manifests/charts/echo/values.schema.json: Helm cannot render the chart: ")
            .And.Contains("Additional property replcas is not allowed"));
    }

    [TestCase(2, "--overlay is not", "--overlay=../prod")]
    [TestCase(2, "There is no overlay 'stagin' below manifests (did you mean 'staging'?). There are hpa, prod, staging.", "--overlay=stagin")]
    [TestCase(2, "--metrics-server: The embedded cluster has no metrics API", "--metrics-server")]
    [TestCase(2, "--monitoring: The embedded cluster runs no image", "--monitoring=prometheus")]
    [TestCase(2, "--set is for a chart, and --manifests names none.", "--set=a=b")]
    [TestCase(2, "--values is for a chart, and --manifests names none.", "--values=a.yaml")]
    [TestCase(2, "is not a value such as replicas=3", "--set=a")]
    [TestCase(2, "There is no manifest in this folder.", "--manifests=/nonexistent/folder")]
    public async Task Validate_OptionThatNamesNothing_IsUsage(int exitCode, string what, string option)
    {
        await using var copy = ProjectCopy.Create();

        var run = await ValidateAsync(copy, option);

        Assert.That(run.ExitCode, Is.EqualTo(exitCode), run.ToString());
        Assert.That($"{run}", Does.Contain(what.Replace("--overlay is not", "is not the name of a folder", StringComparison.Ordinal)));
    }

    [TestCase("helm", "--manifests=manifests/charts/echo")]
    [TestCase("kubectl", "--overlay=prod")]
    public async Task Validate_ToolOfTheSourceThatIsNotThere_IsInfrastructureAndRendersNothing(string tool, string option)
    {
        await using var copy = ProjectCopy.Create();
        var nothing = new Dictionary<string, string?> { ["PATH"] = copy.Tools };

        var run = await copy.RunInProcessAsync(
            nothing, ["--target=Validate", "--cluster=embedded", "--skip=ScanSecurity", "--download-timeout=1s", .. Rooted(copy, [option])]);

        Assert.That(run.ExitCode, Is.EqualTo(3), run.ToString());
        Assert.That(run.Output, Does.Contain(tool));
        Assert.That(Directory.Exists(copy.Artifact("manifests")), Is.False);
    }

    [Test]
    [Category("Tools")]
    public async Task Validate_Overlay_RendersItAndKeepsItsSecretsToTheOwner()
    {
        await using var copy = ProjectCopy.Create();
        copy.Replace("manifests/overlays/prod/kustomization.yaml", "patches:\n",
            "secretGenerator:\n  - name: login\n    namespace: echo\n    literals: [password=open-sesame-2026]\npatches:\n");

        var run = await ValidateAsync(copy, "--overlay=prod", "--verbosity=diagnostic");

        Assert.That(run.ExitCode, Is.Zero, run.ToString());
        Assert.That(run.Output, Does.Contain("19 objects from Kustomize (manifests/overlays/prod), 2 routes"));
        Assert.That((string?)run.State["validate"]!["result"]!["routes"]!.AsArray()[0], Is.EqualTo("foo.prod.localhost/"));
        var encoded = Convert.ToBase64String("open-sesame-2026"u8);
        Assert.That(run.Output, Does.Not.Contain(encoded).And.Not.Contains("open-sesame"));
        var holding = Directory.EnumerateFiles(copy.Artifact("."), "*", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file).Contains(encoded, StringComparison.Ordinal));
        Assert.That(holding.Select(file => Path.GetRelativePath(copy.Artifact("manifests"), file)), Is.All.StartsWith(".private/").And.Exactly(1).Items);
    }

    /// <summary>Whoever writes the same in another way gets the same.</summary>
    [Test]
    [Category("Tools")]
    public async Task Full_FolderOverlayAndChart_AreTheSameToTheVerdict()
    {
        var runs = new List<(string Objects, string Verdict, string Routes)>();
        foreach (var options in new[] { [], ["--overlay=staging"], Chart })
        {
            await using var copy = ProjectCopy.Create();
            copy.AddHelm();
            var run = await copy.RunInProcessAsync(
                ["--target=Full", "--cluster=embedded", "--skip=Test", "--skip=ScanSecurity", .. ShortLoad.Arguments, .. Rooted(copy, options)]);
            Assert.That(run.ExitCode, Is.Zero, run.ToString());
            runs.Add((string.Join('\n', run.State["deploy"]!["result"]!["objects"]!.AsArray().Select(item => (string?)item).Order(StringComparer.Ordinal)),
                run.Output.Contains("Verdict: pass", StringComparison.Ordinal) ? "pass" : run.Output,
                run.State["validate"]!["result"]!["routes"]!.ToJsonString()));
        }

        Assert.That(runs.Distinct().ToList(), Has.Count.EqualTo(1), string.Join("\n\n", runs));
        Assert.That(runs[0].Objects.Split('\n'), Has.Length.EqualTo(18));
    }

    /// <summary>The controller is plain, as kubectl is no part of the SDK.</summary>
    private static ProjectCopy WithChart()
    {
        var copy = ProjectCopy.Create();
        copy.AddHelm();
        File.Delete(copy.PathOf("manifests", "ingress-nginx", "Kustomization"));
        return copy;
    }

    private static string[] Rooted(ProjectCopy copy, IReadOnlyList<string> options) =>
        [.. options.Select(option => option.Replace("--manifests=manifests", "--manifests=" + copy.PathOf("manifests"), StringComparison.Ordinal))];

    private static Task<PipelineResult> ValidateAsync(ProjectCopy copy, params string[] options) =>
        copy.RunInProcessAsync(["--target=Validate", "--cluster=embedded", "--skip=ScanSecurity", .. options]);
}
