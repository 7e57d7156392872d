namespace Gauntlet.Workloads.Tests.Sources;

/// <summary>What Kustomize builds without a word although somebody meant something else. Each mistake is put into the overlay that is shipped.</summary>
[Category("Tools")]
[CancelAfter(120_000)]
[Platform("Linux")]
internal sealed class OverlayMistakeTests
{
    private const string Prod = "manifests/overlays/prod/kustomization.yaml";

    [TestCase("manifests/overlays/staging")]
    [TestCase("manifests/overlays/prod")]
    public async Task ReadAsync_ShippedOverlay_HasNoFinding(string overlay, CancellationToken cancellation)
    {
        using var bench = new SourceBench().WithProjectManifests();

        var manifests = await bench.ReadAsync(overlay, cancellation);

        Assert.That(manifests.Problems.Concat(manifests.Warnings), Is.Empty);
        Assert.That(manifests.Objects.Select(entry => entry.Reference), Is.EquivalentTo(Project.Manifests.Objects.Select(entry => entry.Reference)));
        Assert.That(manifests.Images, Is.All.Match("@sha256:[0-9a-f]{64}$"));
    }

    /// <summary>It has no digest to lose; what is not built here still has.</summary>
    [TestCase("hashicorp/http-echo:1.0.1", false)]
    [TestCase("hashicorp/http-echo:1.0.2", true)]
    public async Task ReadAsync_ImageThatIsBuiltHere_LosesNoDigest(string built, bool isLost, CancellationToken cancellation)
    {
        using var bench = new SourceBench { BuiltImages = [built] }.WithProjectManifests();
        Edit(bench, "patches:\n", "images:\n  - name: hashicorp/http-echo\n    newTag: 1.0.1\npatches:\n");

        var manifests = await bench.ReadAsync("manifests/overlays/prod", cancellation);

        var losses = manifests.Problems.Select(manifests.Describe).Where(problem => problem.Contains("loses its digest", StringComparison.Ordinal));
        Assert.That(losses.Any(), Is.EqualTo(isLost));
    }

    [TestCase("name: echo\n", "name: ecko\n",
        "prod/kustomization.yaml:16: The patch hits nothing: no object has kind Ingress, name ecko (did you mean 'echo'?).",
        TestName = "ReadAsync_PatchThatHitsNothing_IsAProblem")]
    [TestCase("patches:\n", "images:\n  - name: hashicorp/http-ecko\n    newTag: 1.0.1\npatches:\n",
        "prod/kustomization.yaml:16: No container has the image hashicorp/http-ecko (did you mean 'hashicorp/http-echo'?)",
        TestName = "ReadAsync_ImageThatNoContainerHas_IsAProblem")]
    [TestCase("patches:\n", "images:\n  - name: hashicorp/http-echo\n    newTag: 1.0.1\npatches:\n",
        "prod/kustomization.yaml:16: The image of Deployment bar loses its digest: "
            + "hashicorp/http-echo:1.0.0@sha256:fcb75f691c8b0414d670ae570240cbf95502cc18a9ba57e982"
            + "ecac589760a186 becomes hashicorp/http-echo:1.0.1.", TestName = "ReadAsync_LostDigest_IsAProblem")]
    public async Task ReadAsync_SeededMistake_IsAProblem(string old, string replacement, string expected, CancellationToken cancellation)
    {
        using var bench = new SourceBench().WithProjectManifests();
        Edit(bench, old, replacement);

        var manifests = await bench.ReadAsync("manifests/overlays/prod", cancellation);

        Assert.That(manifests.Problems.Select(manifests.Describe), Has.Some.StartsWith("manifests/overlays/" + expected));
    }

    [TestCase("labels:\n  - pairs:\n", "labels:\n  - includeSelectors: true\n    pairs:\n",
        "prod/kustomization.yaml:7: The selector of Service bar, Service foo, Service ingress-nginx-controller, Deployment bar, Deployment foo, ",
        TestName = "ReadAsync_ChangedSelector_IsAWarning")]
    [TestCase("patches:\n",
        "configMapGenerator:\n  - name: settings\n    namespace: echo\n    literals: [a=b]\n    options: {disableNameSuffixHash: true}\npatches:\n",
        "prod/kustomization.yaml:16: settings is generated without the hash of what it holds", TestName = "ReadAsync_GeneratorWithoutHash_IsAWarning")]
    public async Task ReadAsync_SeededOddity_IsAWarning(string old, string replacement, string expected, CancellationToken cancellation)
    {
        using var bench = new SourceBench().WithProjectManifests();
        Edit(bench, old, replacement);

        var manifests = await bench.ReadAsync("manifests/overlays/prod", cancellation);

        Assert.That(manifests.Problems, Is.Empty);
        Assert.That(manifests.Warnings.Select(manifests.Describe), Has.Some.StartsWith("manifests/overlays/" + expected));
    }

    [TestCase(new[] { 1 }, "Ingress echo keeps the host bar.localhost of its base.")]
    [TestCase(new int[0], "Ingress echo keeps the host foo.localhost of its base.", "Ingress echo keeps the host bar.localhost of its base.")]
    public async Task ReadAsync_HostUnchangedInProd_IsAWarning(int[] changed, params string[] expected)
    {
        using var bench = new SourceBench().WithProjectManifests();
        var operations = new[] { "foo", "bar" }.Take(changed.Length)
            .Select((app, index) => $"- op: replace\n  path: /spec/rules/{index}/host\n  value: {app}.prod.localhost\n");
        bench.Write("manifests/overlays/prod/hosts.yaml", changed.Length > 0 ? string.Concat(operations)
            : "- op: add\n  path: /metadata/labels/a\n  value: b\n");

        var manifests = await bench.ReadAsync("manifests/overlays/prod", CancellationToken.None);

        Assert.That(manifests.Warnings.Select(warning => warning.What), Is.EquivalentTo(expected));
        Assert.That(manifests.Problems, Is.Empty);
    }

    [Test]
    public async Task ReadAsync_ManifestThatTheBaseDoesNotName_IsAWarning(CancellationToken cancellation)
    {
        using var bench = new SourceBench().WithProjectManifests();
        bench.Write("manifests/echo/baz-service.yaml", bench.Read("manifests/echo/bar-service.yaml").Replace("bar", "baz", StringComparison.Ordinal));

        var manifests = await bench.ReadAsync("manifests/overlays/prod", cancellation);

        Assert.That(manifests.Warnings.Select(manifests.Describe), Is.EqualTo(new[]
        {
            "manifests/echo/baz-service.yaml: The file lies beside echo/Kustomization, which does not name it. Name it there, or remove it.",
        }));
    }

    /// <summary>A component changes what others bring, and is found out with them.</summary>
    [Test]
    public async Task ReadAsync_PatchOfAComponentThatHitsNothing_IsAProblem(CancellationToken cancellation)
    {
        using var bench = new SourceBench().WithProjectManifests();
        bench.Write("manifests/components/more/kustomization.yaml", """
            apiVersion: kustomize.config.k8s.io/v1alpha1
            kind: Component
            patches:
              - patch: |
                  - {op: replace, path: /spec/replicas, value: 4}
                target: {kind: Deployment, name: foo}
              - patch: |
                  - {op: replace, path: /spec/replicas, value: 4}
                target: {kind: Deployment, name: fooo}

            """);
        Edit(bench, "labels:\n", "components: [../../components/more]\nlabels:\n");

        var manifests = await bench.ReadAsync("manifests/overlays/prod", cancellation);

        Assert.That(manifests.Problems.Select(manifests.Describe), Is.EqualTo(new[]
        {
            "manifests/components/more/kustomization.yaml:7: The patch hits nothing: no object has kind Deployment, name fooo (did you mean 'foo'?). "
                + "Correct its target, or remove it.",
        }));
    }

    private static void Edit(SourceBench bench, string old, string replacement)
    {
        Assert.That(bench.Read(Prod), Does.Contain(old));
        bench.Write(Prod, bench.Read(Prod).Replace(old, replacement, StringComparison.Ordinal));
    }
}
