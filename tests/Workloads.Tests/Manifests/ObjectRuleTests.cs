using Gauntlet.Workloads.Manifests;

namespace Gauntlet.Workloads.Tests.Manifests;

/// <summary>Rules of the Kubernetes API are broken in a file: Validate says so with its line, before there is a cluster.</summary>
public sealed class ObjectRuleTests
{
    private static IEnumerable<string> Files =>
        Directory.EnumerateFiles(Path.Combine(Project.Root, "tests", "ObjectRules.Tests", "Invalid"), "*.yaml").Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Files))]
    public void Load_FileOfOneBrokenRule_IsRefusedOnItsLine(string file)
    {
        using var folder = new TemporaryFolder();
        File.Copy(file, Path.Combine(folder.Path, "broken.yaml"));

        var problems = ManifestSet.Load(folder.Path).Problems;

        Assert.That(problems, Is.Not.Empty);
        Assert.That(problems.Select(problem => problem.ToString()), Has.Some.Match(@"^broken\.yaml:[1-9]\d*: "));
    }

    [Test]
    public void Load_SeveralBrokenRules_AreAllNamedEachOnItsLine()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "pod.yaml"), """
            apiVersion: v1
            kind: Pod
            metadata:
              name: Worker
              labels: {tier: "a b"}
            spec:
              containers:
                - name: a
                  image: a:1
                  imagePullPolicy: Sometimes
                  ports:
                    - containerPort: 70000
            """);

        Assert.That(ManifestSet.Load(folder.Path).Problems.Select(problem => problem.Line), Is.EquivalentTo(new[] { 4, 5, 10, 12 }));
    }
}
