namespace Gauntlet.Workloads.Tests.Sources;

/// <summary>What a kustomization must not do on the machine that builds a pull request is said before kubectl is run.</summary>
[CancelAfter(30_000)]
internal sealed class KustomizeRefusalTests
{
    [TestCase("resources:\n- a.yaml\n- https://example.com/a.yaml\n", 3, "https://example.com/a.yaml lies elsewhere, and nothing is fetched")]
    [TestCase("resources:\n- github.com/example/app/deploy?ref=v1\n", 2, "lies elsewhere")]
    [TestCase("resources: [git::ssh://git@example.com/app]\n", 1, "lies elsewhere")]
    [TestCase("components:\n- git@example.com:app.git\n", 2, "lies elsewhere")]
    [TestCase("resources:\n- absent.yaml\n", 2, "absent.yaml does not exist")]
    [TestCase("resources:\n- ../../../../outside\n", 2, "../../../../outside is outside of the repository")]
    [TestCase("resources:\n- linked\n", 2, "linked is outside of the repository")]
    [TestCase("resources:\n- a.yaml\n- linked.yaml\n", 3, "linked.yaml is outside of the repository")]
    [TestCase("resources:\n- circle.yaml\n", 2, "circle.yaml is outside of the repository")]
    [TestCase("resources: [a.yaml]\npatches:\n- path: ../../../../outside/a.yaml\n", 3, "is outside of the repository")]
    [TestCase("configMapGenerator:\n- name: c\n  files:\n  - key=/etc/hostname\n", 4, "/etc/hostname is outside of the repository")]
    [TestCase("secretGenerator:\n- name: c\n  envs: [../../../../outside/a.yaml]\n", 3, "is outside of the repository")]
    [TestCase("resources: [a.yaml]\ngenerators:\n- plugin.yaml\n", 2, "generators is a plugin of Kustomize, and none is run here")]
    [TestCase("resources: [a.yaml]\ntransformers: [plugin.yaml]\n", 2, "transformers is a plugin")]
    [TestCase("resources: [a.yaml]\nvalidators: [plugin.yaml]\n", 2, "validators is a plugin")]
    [TestCase("helmCharts:\n- name: echo\n  repo: https://example.com\n", 1, "helmCharts is a plugin")]
    [TestCase("resources:\n- empty\n", 2, "The folder empty has no kustomization.yaml")]
    [TestCase("resources:\n- ../prod\n", 2, "../prod builds on this kustomization itself")]
    [TestCase("- a\n", null, "This is no kustomization")]
    [TestCase("resources: [\n", 2, "This is no YAML")]
    [Platform(Exclude = "Win")]
    public async Task ReadAsync_WhatMustNotBe_IsAProblemOfItsLineAndRunsNothing(string kustomization, int? line, string what, CancellationToken cancellation)
    {
        using var bench = new SourceBench();
        bench.Write("manifests/overlays/prod/kustomization.yaml", kustomization);
        bench.Write("manifests/overlays/prod/a.yaml", "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n");
        bench.Write("manifests/overlays/prod/empty/a.yaml", "");
        var outside = Path.Combine(Path.GetDirectoryName(bench.Root)!, "outside");
        Directory.CreateDirectory(outside);
        await File.WriteAllTextAsync(Path.Combine(outside, "kustomization.yaml"), "resources: []\n", cancellation);
        await File.WriteAllTextAsync(Path.Combine(outside, "a.yaml"), "a: b\n", cancellation);
        var folder = Path.Combine(bench.Root, "manifests", "overlays", "prod");
        Directory.CreateSymbolicLink(Path.Combine(folder, "linked"), outside);
        File.CreateSymbolicLink(Path.Combine(folder, "linked.yaml"), Path.Combine(outside, "a.yaml"));
        File.CreateSymbolicLink(Path.Combine(folder, "circle.yaml"), Path.Combine(folder, "circle.yaml"));

        var manifests = await bench.ReadAsync("manifests/overlays/prod", cancellation);

        Assert.That(manifests.Problems.Select(problem => (problem.File, problem.Line)), Has.Member(("overlays/prod/kustomization.yaml", (long?)line)),
            string.Join('\n', manifests.Problems));
        Assert.That(manifests.Problems[0].What, Does.Contain(what));
        Assert.That(bench.Calls, Is.Zero);
    }

    [Test]
    [Platform(Exclude = "Win")]
    public async Task ReadAsync_PlainFolderWithALinkOut_IsAProblem(CancellationToken cancellation)
    {
        using var bench = new SourceBench();
        bench.Write("manifests/a.yaml", "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n");
        File.CreateSymbolicLink(Path.Combine(bench.Root, "manifests", "password.yaml"), "/etc/passwd");
        File.CreateSymbolicLink(Path.Combine(bench.Root, "manifests", "same.yaml"), "a.yaml");

        var manifests = await bench.ReadAsync("manifests", cancellation);

        Assert.That(manifests.Problems.Select(manifests.Describe), Is.EqualTo(new[]
        {
            "manifests/password.yaml: The link leads out of the repository, where nothing is read. Put the file itself here.",
        }));
    }
}
