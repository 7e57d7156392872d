using System.Text.Json.Nodes;
using Gauntlet.Workloads.Applying;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Tests.Applying;

public sealed class RunLabelTests
{
    [TestCase("metadata:\n  name: a\n", TestName = "Copy_NoLabels_AddsTheRuns")]
    [TestCase("metadata:\n  name: a\n  labels:\n", TestName = "Copy_EmptyLabels_AddsTheRuns")]
    [TestCase("metadata:\n  name: a\n  labels: ~\n", TestName = "Copy_NullLabels_AddsTheRuns")]
    [TestCase("metadata:\n  name: a\n  labels: {x: y}\n", TestName = "Copy_Labels_KeepsThemBesideTheRuns")]
    public void Copy_Owned_CarriesTheLabelOfItsRun(string metadata)
    {
        var item = Read("apiVersion: v1\nkind: ConfigMap\n" + metadata);

        var labels = RunLabel.Copy(item, "run-1")["metadata"]!["labels"]!.AsObject();

        Assert.That((string?)labels[RunLabel.Name], Is.EqualTo("run-1"));
        Assert.That(labels, Has.Count.EqualTo(metadata.Contains("x: y", StringComparison.Ordinal) ? 2 : 1));
        Assert.That(item.Body.ToJsonString(), Does.Not.Contain(RunLabel.Name), "the object itself is everybody's");
    }

    [Test]
    public void Copy_OfNobody_IsTheObject()
    {
        var item = Read("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n");

        Assert.That(JsonNode.DeepEquals(RunLabel.Copy(item, null), item.Body), Is.True);
    }

    /// <summary>Without it kubectl would take the namespace of the context, and everything else "default".</summary>
    [TestCase("v1", "ConfigMap", "default")]
    [TestCase("v1", "Namespace", null)]
    [TestCase("rbac.authorization.k8s.io/v1", "ClusterRole", null)]
    public void Copy_NoNamespace_NamesTheDefaultWhereTheKindHasOne(string version, string kind, string? space) =>
        Assert.That((string?)RunLabel.Copy(Read($"apiVersion: {version}\nkind: {kind}\nmetadata: {{name: a}}\n"), "run-1")["metadata"]!["namespace"],
            Is.EqualTo(space));

    /// <summary>A selector cannot be changed once it is on a cluster, so it must not take part in the label of a run.</summary>
    [Test]
    public void Copy_LabelsThatTheSelectorSharesByAnAlias_LeavesTheSelectorAlone()
    {
        var copy = RunLabel.Copy(Read("""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: a, labels: &labels {x: y}}
            spec:
              selector: {matchLabels: *labels}
              template:
                metadata: {labels: *labels}
                spec: {containers: [{name: a, image: a}]}
            """), "run-1");

        Assert.That(copy["metadata"]!["labels"]!.AsObject(), Has.Count.EqualTo(2));
        Assert.That(copy["spec"]!["selector"]!["matchLabels"]!.ToJsonString(), Is.EqualTo("""{"x":"y"}"""));
        Assert.That(copy["spec"]!["template"]!["metadata"]!["labels"]!.ToJsonString(), Is.EqualTo("""{"x":"y"}"""));
    }

    /// <summary>kubectl refuses a folder that is not there, and one without a file.</summary>
    [TestCase("Namespace", "1-namespaces")]
    [TestCase("ConfigMap", "3-objects")]
    [TestCase("ConfigMap,Namespace", "1-namespaces,3-objects")]
    public void Write_Objects_AnswersTheFoldersThatHoldOne(string kinds, string folders)
    {
        using var folder = new TemporaryFolder();
        foreach (var kind in kinds.Split(','))
        {
            folder.Write($"manifests/{kind}.yaml", $"apiVersion: v1\nkind: {kind}\nmetadata: {{name: a}}\n");
        }

        var written = LabelledCopies.Write(
            Path.Combine(folder.Path, "copies"), ManifestSet.Load(Path.Combine(folder.Path, "manifests")), "run-1", new Dictionary<ObjectReference, string?>());

        Assert.That(written.Select(part => Path.GetRelativePath(Path.Combine(folder.Path, "copies"), part.Folder)), Is.EqualTo(folders.Split(',')));
        Assert.That(written.Select(part => Directory.GetFiles(part.Folder)), Is.All.Length.EqualTo(1));
    }

    private static KubeObject Read(string manifest)
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.yaml", manifest);
        return ManifestSet.Load(folder.Path).Objects.Single();
    }
}
