using System.Text.Json.Nodes;
using Gauntlet.ObjectRules.References;

namespace Gauntlet.ObjectRules.Tests;

/// <summary>What this repository ships is good, object by object and as a set.</summary>
[TestFixture]
public sealed class ShippedManifestTests
{
    private static readonly string Root = FindRoot();

    [Test]
    public void Check_ShippedManifests_HaveNoProblem()
    {
        var objects = Manifests().ToList();

        Assert.That(objects, Has.Count.GreaterThan(10));
        Assert.That(objects.SelectMany(item => Rules.Check(item).Select(problem =>
            $"{(string?)item["kind"]} {(string?)item["metadata"]!["name"]}: {problem}")), Is.Empty);
    }

    [Test]
    public void Check_ShippedManifests_LackNothing() =>
        Assert.That(ReferenceRules.Check([.. Manifests()], new ClusterContent()).Select(found => found.Problem.ToString()), Is.Empty);

    /// <summary>Parts of overlays and charts are not objects yet.</summary>
    private static IEnumerable<JsonObject> Manifests() => new[] { "echo", "ingress-nginx" }
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, "manifests", folder), "*.yaml")).SelectMany(Yaml.Objects);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Gauntlet.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("No Gauntlet.slnx above the tests.");
        }

        return folder.FullName;
    }
}
