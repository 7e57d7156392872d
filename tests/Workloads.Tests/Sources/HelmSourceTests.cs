using System.Text.Json.Nodes;
using Gauntlet.PipelineHarness;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Rendering;
using Gauntlet.Workloads.Sources;

namespace Gauntlet.Workloads.Tests.Sources;

/// <summary>A chart; what Helm makes of its templates is given, or was recorded.</summary>
[CancelAfter(30_000)]
internal sealed class HelmSourceTests
{
    private const string Job = "apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: migrate\n  annotations:\n    helm.sh/hook: pre-install\n"
        + "spec:\n  template:\n    spec:\n      restartPolicy: Never\n      containers: [{name: a, image: a}]\n";

    private static string Chart => Path.Combine(Project.Root, "manifests", "charts", "echo");

    /// <summary>Whoever changes the chart records anew what Helm makes of it: helm template echo manifests/charts/echo --output-dir ...</summary>
    [Test]
    public void Recorded_Renders_AreOfTheChartThatIsShipped() => Assert.That(HelmStandIn.HashOf(Chart), Is.EqualTo(HelmStandIn.RecordedHash));

    [Test]
    public async Task ReadAsync_ShippedChart_IsTheFolderObjectByObject(CancellationToken cancellation)
    {
        using var bench = new SourceBench { Tool = (arguments, _) => Copy(HelmStandIn.Rendered("default"), arguments) }.WithProjectManifests();

        var chart = await bench.ReadAsync("manifests/charts/echo", cancellation);

        var folder = ManifestSet.Load(Path.Combine(Project.Root, "manifests", "echo"));
        Assert.That(Objects(chart), Is.EquivalentTo(Objects(folder)));
        Assert.That(chart.Objects, Has.Count.EqualTo(7));
        Assert.That(chart.Images, Is.All.Match("@sha256:[0-9a-f]{64}$"));
        // The ingress class belongs to the controller, which is not in the chart.
        Assert.That(chart.Problems.Select(chart.Describe), Is.EqualTo(folder.Problems.Select(problem =>
            folder.Describe(problem).Replace("echo/ingress.yaml:9", "manifests/charts/echo/templates/ingress.yaml:9", StringComparison.Ordinal))));
    }

    /// <summary>Each line of the template; those of a loop, too.</summary>
    [TestCase("Deployment", "foo", "", "templates/deployment.yaml:3")]
    [TestCase("Deployment", "bar", "metadata.name", "templates/deployment.yaml:6")]
    [TestCase("Deployment", "bar", "spec.replicas", "templates/deployment.yaml:12")]
    [TestCase("Deployment", "foo", "spec.template.spec.containers[0].livenessProbe.httpGet.path", "templates/deployment.yaml:59")]
    [TestCase("Ingress", "echo", "spec.rules[1].host", "templates/ingress.yaml:12")]
    [TestCase("Namespace", "echo", "metadata.labels", "templates/namespace.yaml:5")]
    public async Task ReadAsync_ShippedChart_NamesTheLinesOfItsTemplates(string kind, string name, string field, string place, CancellationToken cancellation)
    {
        using var bench = new SourceBench { Tool = (arguments, _) => Copy(HelmStandIn.Rendered("default"), arguments) }.WithProjectManifests();

        var chart = await bench.ReadAsync("manifests/charts/echo", cancellation);
        var item = chart.Objects.Single(entry => entry.Kind.Name == kind && entry.Name == name);

        Assert.That(chart.PlaceOf(item, field), Is.EqualTo("manifests/charts/echo/" + place));
    }

    [Test]
    public async Task ReadAsync_Chart_IsRenderedAsDocumented(CancellationToken cancellation)
    {
        var calls = new List<string>();
        using var bench = new SourceBench
        {
            Tool = (arguments, _) =>
            {
                lock (calls)
                {
                    calls.Add(string.Join(' ',
                        arguments.Select(argument => argument.StartsWith("--output-dir=", StringComparison.Ordinal) ? "--output-dir" : argument)));
                }

                return Write(arguments, "a.yaml", "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n");
            },
        };
        var folder = Path.GetDirectoryName(bench.Write("chart/Chart.yaml", "name: app\n"))!;
        var values = bench.Write("values.yaml", "a: b\n");

        await ManifestSources.ReadAsync(
            [new SourceRequest(folder, folder, new Repository(bench.Root)) { Run = bench.Tool!, KubernetesVersion = "1.35.8", Values = [values],
                Sets = ["b=c", "d=e"] }],
            clusterMayHaveMore: false, [], cancellation);

        Assert.That(calls, Is.All.EqualTo($"template app {folder} --namespace=default --output-dir --include-crds --skip-tests --kube-version=1.35.8 "
            + $"--values={values} --set=b=c --set=d=e").And.Exactly(2).Items);
    }

    [TestCase("name: app\ndependencies:\n- name: redis\n  repository: https://example.com\n",
        "chart/Chart.yaml:3: The chart needs redis, which is not below charts/")]
    [TestCase("name: app\ntype: library\n", "chart/Chart.yaml:2: The chart is a library")]
    [TestCase("version: 1.0.0\n", "chart/Chart.yaml:1: The chart has no name.")]
    public async Task ReadAsync_ChartThatCannotBeDeployed_IsAProblemAndRunsNothing(string text, string expected, CancellationToken cancellation)
    {
        using var bench = new SourceBench();
        bench.Write("chart/Chart.yaml", text);

        var manifests = await bench.ReadAsync("chart", cancellation);

        Assert.That(manifests.Problems.Select(manifests.Describe), Has.Some.StartsWith(expected));
        Assert.That(bench.Calls, Is.Zero);
    }

    [TestCase("Error: values don't meet the specifications of the schema(s) in the following chart(s):\napp:\n"
        + "- replicas: Invalid type. Expected: integer, given: string\n",
        "chart/values.schema.json: Helm cannot render the chart: values don't meet the specifications of the schema(s) in the "
            + "following chart(s): app: - replicas: Invalid")]
    [TestCase("Error: template: app/templates/a.yaml:7:12: executing \"app/templates/a.yaml\" at <.Values.b.c>: nil pointer evaluating "
        + "interface {}.c\n\nUse --debug flag to render out invalid YAML\n",
        "chart/templates/a.yaml:7: Helm cannot render the chart: template: app/templates/a.yaml:7:12: executing")]
    [TestCase("Error: something else\n", "chart/Chart.yaml: Helm cannot render the chart: something else.")]
    public async Task ReadAsync_WhatHelmRefuses_IsOfTheFileThatItNames(string said, string expected, CancellationToken cancellation)
    {
        using var bench = new SourceBench { Tool = (_, _) => Task.FromResult(new ToolAnswer(1, said.Split('\n'))) };
        bench.Write("chart/Chart.yaml", "name: app\n");

        var manifests = await bench.ReadAsync("chart", cancellation);

        Assert.That(manifests.Problems.Select(manifests.Describe), Has.Some.StartsWith(expected));
    }

    [Test]
    public async Task ReadAsync_Hook_IsRefusedByName(CancellationToken cancellation)
    {
        using var bench = new SourceBench { Tool = (arguments, _) => Write(arguments, "job.yaml", Job) };
        bench.Write("chart/Chart.yaml", "name: app\n");
        bench.Write("chart/templates/job.yaml", "{{- if .Values.migrate }}\n" + Job + "{{- end }}\n");

        var manifests = await bench.ReadAsync("chart", cancellation);

        Assert.That(manifests.Problems.Select(manifests.Describe),
            Has.Some.StartsWith("chart/templates/job.yaml:7: Job migrate is a hook of Helm (pre-install)"));
    }

    [Test]
    public async Task ReadAsync_RenderThatDiffersFromItself_IsAProblemOfTheField(CancellationToken cancellation)
    {
        var number = 0;
        using var bench = new SourceBench
        {
            Tool = (arguments, _) => Write(arguments, "secret.yaml",
                $"apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\nstringData:\n  password: {"xyz"[Interlocked.Increment(ref number)]}\n"),
        };
        bench.Write("chart/Chart.yaml", "name: app\n");
        bench.Write("chart/templates/secret.yaml", "apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\nstringData:\n  password: {{ randAlphaNum 1 }}\n");

        var manifests = await bench.ReadAsync("chart", cancellation);

        Assert.That(manifests.Problems.Select(manifests.Describe), Has.Some.StartsWith(
            "chart/templates/secret.yaml:6: Rendered twice, it is not the same: Secret a differs in stringData.password."));
    }

    private static IEnumerable<string> Objects(ManifestSet set) => set.Objects.Select(entry => Sorted(entry.Body)!.ToJsonString());

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject fields => new JsonObject(
            fields.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => KeyValuePair.Create(entry.Key, Sorted(entry.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    private static Task<ToolAnswer> Write(IReadOnlyList<string> arguments, string template, string text)
    {
        var file = Path.Combine(Output(arguments), "app", "templates", template);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, $"---\n# Source: app/templates/{template}\n{text}\n");
        return Task.FromResult(new ToolAnswer(0, []));
    }

    private static Task<ToolAnswer> Copy(string recorded, IReadOnlyList<string> arguments)
    {
        foreach (var file in Directory.EnumerateFiles(recorded, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(Output(arguments), Path.GetRelativePath(recorded, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return Task.FromResult(new ToolAnswer(0, []));
    }

    private static string Output(IReadOnlyList<string> arguments) =>
        arguments.Single(argument => argument.StartsWith("--output-dir=", StringComparison.Ordinal))["--output-dir=".Length..];
}
