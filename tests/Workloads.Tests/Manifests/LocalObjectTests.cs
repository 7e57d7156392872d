using Gauntlet.Workloads.Manifests;

namespace Gauntlet.Workloads.Tests.Manifests;

/// <summary>Objects that lie among the manifests and say that they are not for the cluster.</summary>
public sealed class LocalObjectTests
{
    private const string Local = "metadata: {name: a, annotations: {config.kubernetes.io/local-config: \"true\"}}\n";

    [Test]
    public void Load_LocalObject_IsLeftOutAndNamed()
    {
        using var folder = new TemporaryFolder().WithProjectManifests();
        folder.Write("own/a.yaml", "apiVersion: v1\nkind: Namespace\n" + Local);

        var manifests = ManifestSet.Load(folder.Path);

        Assert.That(manifests.Problems, Is.Empty);
        Assert.That(manifests.Objects.Select(item => item.ToString()), Is.EqualTo(Project.Manifests.Objects.Select(item => item.ToString())));
        Assert.That(manifests.Beside, Does.Contain("own/a.yaml (local-config)").And.Contain("rbac/deploy.yaml (local-config)"));
    }

    /// <summary>Only the word that Kubernetes documents counts.</summary>
    [TestCase("\"false\"")]
    [TestCase("\"\"")]
    [TestCase("\"True\"")]
    public void Load_AnotherWord_IsDeployed(string word)
    {
        using var folder = new TemporaryFolder().WithProjectManifests();
        folder.Write("own/a.yaml", "apiVersion: v1\nkind: Namespace\n" + Local.Replace("\"true\"", word, StringComparison.Ordinal));

        Assert.That(ManifestSet.Load(folder.Path).Objects.Select(item => item.ToString()), Does.Contain("Namespace a"));
    }

    [Test]
    public void Load_NothingButLocalObjects_IsAProblem()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.yaml", "apiVersion: v1\nkind: Namespace\n" + Local);

        Assert.That(ManifestSet.Load(folder.Path).Problems.Single().What, Does.Contain("has config.kubernetes.io/local-config, and is not deployed"));
    }
}
