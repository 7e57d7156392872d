namespace Gauntlet.Workloads.Tests.Sources;

/// <summary>An error in what Kustomize rendered is shown where the user wrote it.</summary>
[Category("Tools")]
[CancelAfter(120_000)]
[Platform("Linux")]
internal sealed class KustomizeOriginTests
{
    private const string Prod = "manifests/overlays/prod/kustomization.yaml";

    [Test]
    public async Task ReadAsync_ErrorInTheBase_IsOfTheFileOfTheBase(CancellationToken cancellation)
    {
        using var bench = new SourceBench().WithProjectManifests();
        bench.Write("manifests/echo/foo-service.yaml", bench.Read("manifests/echo/foo-service.yaml")
            .Replace("port: 80", "port: 80000", StringComparison.Ordinal));

        Assert.That(await ProblemsAsync(bench, cancellation), Has.Some.StartsWith(
            "manifests/echo/foo-service.yaml:14: The Kubernetes API does not take the Service: spec.ports[0].port: "));
    }

    [TestCase("patches:\n", "patches:\n  - path: negative.yaml\n", "manifests/overlays/prod/negative.yaml:5: ")]
    [TestCase("patches:\n",
        "patches:\n  - target: {kind: Deployment, name: foo}\n    patch: |\n      - op: replace\n        path: /spec/revisionHistoryLimit\n        value: -1\n",
        "manifests/overlays/prod/kustomization.yaml:20: ")]
    public async Task ReadAsync_ErrorInAPatch_IsOfThePatch(string old, string replacement, string expected, CancellationToken cancellation)
    {
        using var bench = new SourceBench().WithProjectManifests();
        bench.Write("manifests/overlays/prod/negative.yaml",
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: foo, namespace: echo}\nspec:\n  revisionHistoryLimit: -1\n");
        bench.Write(Prod, bench.Read(Prod).Replace(old, replacement, StringComparison.Ordinal));

        Assert.That(await ProblemsAsync(bench, cancellation), Has.Some.StartsWith(
            expected + "The Kubernetes API does not take the Deployment: spec.revisionHistoryLimit: "));
    }

    [Test]
    public async Task ReadAsync_ErrorInAFieldOfTheKustomization_IsOfItsLine(CancellationToken cancellation)
    {
        using var bench = new SourceBench().WithProjectManifests();
        bench.Write(Prod, bench.Read(Prod).Replace("count: 3\n  - name: foo", "count: -3\n  - name: foo", StringComparison.Ordinal));

        Assert.That(await ProblemsAsync(bench, cancellation), Has.Some.StartsWith(
            "manifests/overlays/prod/kustomization.yaml:12: The Kubernetes API does not take the Deployment: spec.replicas: "));
    }

    [Test]
    public async Task ReadAsync_NamesWithAPrefixAndGeneratedObjects_KeepTheirPlaces(CancellationToken cancellation)
    {
        using var bench = new SourceBench().WithProjectManifests();
        bench.Write(Prod, bench.Read(Prod) + "configMapGenerator:\n  - name: settings\n    namespace: echo\n    literals: [a=b]\n");
        bench.Write("manifests/echo/Kustomization", bench.Read("manifests/echo/Kustomization") + "namePrefix: my-\n");
        bench.Write(Prod, bench.Read(Prod).Replace("name: echo", "name: my-echo", StringComparison.Ordinal)
            .Replace("- name: foo", "- name: my-foo", StringComparison.Ordinal).Replace("- name: bar", "- name: my-bar", StringComparison.Ordinal));

        var manifests = await bench.ReadAsync("manifests/overlays/prod", cancellation);
        string Place(string kind, string name) => manifests.PlaceOf(manifests.Objects.Single(
            entry => entry.Kind.Name == kind && entry.Name.StartsWith(name, StringComparison.Ordinal)));

        Assert.That(Place("Deployment", "my-foo"), Is.EqualTo("manifests/echo/foo-deployment.yaml:1"));
        Assert.That(Place("ConfigMap", "settings-"), Is.EqualTo("manifests/overlays/prod/kustomization.yaml:21"));
        Assert.That(manifests.Objects.Select(entry => entry.Body.ToJsonString()), Is.All.Not.Contains("config.kubernetes.io"));
    }

    /// <summary>kubectl's own log line and the copy that it works on are nobody's business.</summary>
    [Test]
    public async Task ReadAsync_WhatKustomizeRefuses_IsSaidInItsWordsAlone(CancellationToken cancellation)
    {
        using var bench = new SourceBench().WithProjectManifests();
        bench.Write(Prod, bench.Read(Prod) + "nonsense: true\n");

        Assert.That(await ProblemsAsync(bench, cancellation), Is.EqualTo(new[]
        {
            "manifests/overlays/prod/kustomization.yaml: Kustomize cannot build it: invalid Kustomization: json: unknown field \"nonsense\". "
                + "Correct what it names; kubectl kustomize says the same.",
        }));
    }

    private static async Task<IReadOnlyList<string>> ProblemsAsync(SourceBench bench, CancellationToken cancellation)
    {
        var manifests = await bench.ReadAsync("manifests/overlays/prod", cancellation);
        return [.. manifests.Problems.Select(manifests.Describe)];
    }
}
