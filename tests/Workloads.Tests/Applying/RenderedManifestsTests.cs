using Gauntlet.Workloads.Applying;
using Gauntlet.Workloads.Manifests;
using YamlDotNet.RepresentationModel;

namespace Gauntlet.Workloads.Tests.Applying;

public sealed class RenderedManifestsTests
{
    [TestCase("metadata:\n  name: a\n", TestName = "Render_NoLabels_AddsTheRuns")]
    [TestCase("metadata:\n  name: a\n  labels:\n", TestName = "Render_EmptyLabels_AddsTheRuns")]
    [TestCase("metadata:\n  name: a\n  labels: ~\n", TestName = "Render_NullLabels_AddsTheRuns")]
    [TestCase("metadata:\n  name: a\n  labels: {x: y}\n", TestName = "Render_Labels_KeepsThemBesideTheRuns")]
    public void Render_Owned_CarriesTheLabelOfItsRun(string metadata)
    {
        var labels = (YamlMappingNode)Render("apiVersion: v1\nkind: ConfigMap\n" + metadata)["metadata"]["labels"];

        Assert.That(labels[RenderedManifests.RunLabel].ToString(), Is.EqualTo("run-1"));
        Assert.That(labels.Children, Has.Count.EqualTo(metadata.Contains("x: y", StringComparison.Ordinal) ? 2 : 1));
    }

    /// <summary>Without it kubectl would take the namespace of the context, and everything else "default".</summary>
    [TestCase("v1", "ConfigMap", "default")]
    [TestCase("v1", "Namespace", null)]
    [TestCase("rbac.authorization.k8s.io/v1", "ClusterRole", null)]
    public void Render_NoNamespace_NamesTheDefaultWhereTheKindHasOne(string version, string kind, string? space)
    {
        var metadata = (YamlMappingNode)Render($"apiVersion: {version}\nkind: {kind}\nmetadata: {{name: a}}\n")["metadata"];

        Assert.That(metadata.Children.TryGetValue(new YamlScalarNode("namespace"), out var found) ? found.ToString() : null, Is.EqualTo(space));
    }

    /// <summary>A selector cannot be changed once it is on a cluster, so it must not take part in the label of a run.</summary>
    [Test]
    public void Render_LabelsThatTheSelectorSharesByAnAlias_LeavesTheSelectorAlone()
    {
        var rendered = Render("""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: a, labels: &labels {x: y}}
            spec:
              selector: {matchLabels: *labels}
              template:
                metadata: {labels: *labels}
                spec: {containers: [{name: a, image: a}]}
            """);

        Assert.That(((YamlMappingNode)rendered["metadata"]["labels"]).Children, Has.Count.EqualTo(2));
        Assert.That(rendered["spec"]["selector"]["matchLabels"].ToString(), Is.EqualTo("{ { x, y } }"));
        Assert.That(rendered["spec"]["template"]["metadata"]["labels"].ToString(), Is.EqualTo("{ { x, y } }"));
    }

    /// <summary>kubectl refuses a folder that is not there, and one without a file.</summary>
    [TestCase("kind: Namespace", "namespaces")]
    [TestCase("kind: ConfigMap", "objects")]
    [TestCase("kind: ConfigMap,kind: Namespace", "namespaces,objects")]
    public void Write_Objects_AnswersTheFoldersThatHoldOne(string kinds, string folders)
    {
        using var folder = new TemporaryFolder();
        foreach (var kind in kinds.Split(','))
        {
            folder.Write($"manifests/{kind["kind: ".Length..]}.yaml", $"apiVersion: v1\n{kind}\nmetadata: {{name: a}}\n");
        }

        var written = RenderedManifests.Write(Path.Combine(folder.Path, "rendered"), ManifestSet.Load(Path.Combine(folder.Path, "manifests")), "run-1", new Dictionary<string, string?>());

        Assert.That(written.Select(path => Path.GetRelativePath(Path.Combine(folder.Path, "rendered"), path)), Is.EqualTo(folders.Split(',')));
        Assert.That(written.Select(Directory.GetFiles), Is.All.Length.EqualTo(1));
    }

    private static YamlNode Render(string manifest)
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.yaml", manifest);
        var manifests = ManifestSet.Load(folder.Path);
        var stream = new YamlStream();
        stream.Load(new StringReader(RenderedManifests.Render(manifests, manifests.Objects.Single(), "run-1")));
        return stream.Documents.Single().RootNode;
    }
}
